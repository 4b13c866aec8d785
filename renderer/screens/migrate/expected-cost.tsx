/** What a move is likely to cost, over each route of which something is known. */
import type { ReactNode } from 'react';
import type { Plan, Range } from '../../../shared/model.ts';
import { migrate } from '../../i18n/migrate.ts';
import { useFormat, useSaid } from '../../i18n/language.tsx';

export function ExpectedCost({ plan }: { readonly plan: Plan }): ReactNode {
  const said = useSaid(migrate);
  const format = useFormat();
  const { estimate } = plan;
  const sent = Object.values(plan.bytes).reduce((sum, bytes) => sum + bytes, 0);
  const inRange = ({ low, likely, high }: Range, write: (value: number) => string): string =>
    said.rangeOf(write(likely), write(low), write(high));
  if (estimate === undefined || estimate.forecasts.length === 0) {
    return (
      <p>
        {said.noEstimate} {format.bytes(sent)}
      </p>
    );
  }
  return (
    <>
      <h3>{said.likely}</h3>
      <p className="hint">{said.learned(estimate.learnedFrom)}</p>
      <div className="scroll-x">
        <table>
          <thead>
            <tr>
              <th scope="col">{said.route}</th>
              <th scope="col">{said.freeze}</th>
              <th scope="col">{said.inAll}</th>
              <th scope="col">{said.bytes}</th>
            </tr>
          </thead>
          <tbody>
            {estimate.forecasts.map(({ route, bytesPerSecond, freezeMs, totalMs, bytes }) => (
              <tr key={route}>
                <th scope="row">{said.overRoute(said[route], format.rate(bytesPerSecond))}</th>
                <td>
                  <strong>{inRange(freezeMs, format.duration)}</strong>
                </td>
                <td>{inRange(totalMs, format.duration)}</td>
                <td>{inRange(bytes, format.bytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <FromLaptop plan={plan} />
    </>
  );
}

/** What the source has not to send. */
function FromLaptop({ plan }: { readonly plan: Plan }): ReactNode {
  const said = useSaid(migrate);
  const format = useFormat();
  const { image, files, memory, point } = plan.fromStore ?? { image: 0, files: 0, memory: 0 };
  const given = image + files + memory;
  return given === 0 ? null : <p>{said.fromLaptop(format.bytes(given), point)}</p>;
}
