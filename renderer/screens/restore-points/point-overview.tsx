/** What a restore point is: when and of what it was taken, what it holds, and how its container was made. */
import type { ReactNode } from 'react';
import type { Output } from '../../../shared/contract.ts';
import { TextBlock } from '../../components/text-block.tsx';
import { useFormat, useSaid, useWords } from '../../i18n/language.tsx';
import { restorePoint } from '../../i18n/restore-point.ts';
import { Definition } from './definition-facts.tsx';
import { PointActions } from './point-actions.tsx';

export type ShownPoint = Output<'backups.show'>;

interface PointOverviewProps {
  readonly point: ShownPoint;
  /** Opens a folder of it. */
  readonly onLookInto: (path: string) => void;
}

export function PointOverview({ point, onLookInto }: PointOverviewProps): ReactNode {
  const said = useSaid(restorePoint);
  return (
    <>
      <Facts point={point} />
      <PointActions point={point} />
      <Places point={point} onLookInto={onLookInto} />
      <Definition definition={point.definition} />
      <section className="restore-point-section">
        <h2>{said.log}</h2>
        {point.log === '' ? <p>{said.noLog}</p> : <TextBlock label={said.log} text={point.log} />}
      </section>
    </>
  );
}

function Facts({ point }: { readonly point: ShownPoint }): ReactNode {
  const said = useSaid(restorePoint);
  const format = useFormat();
  const words = useWords();
  const { at, container, host, image, size, added, comment, pausedMs, withoutMemory } = point;
  return (
    <dl className="restore-point-facts">
      <Row name={said.container}>{container}</Row>
      <Row name={said.host}>{host}</Row>
      <Row name={said.at}>
        {format.dateTime(at)} ({format.ago(at, Date.now())})
      </Row>
      {comment !== undefined && <Row name={said.comment}>{comment}</Row>}
      <Row name={said.image}>
        <code>{image}</code>
      </Row>
      <Row name={said.holds}>
        {/* Of what Podman has taken, the pause is not known. */}
        {pausedMs === undefined
          ? said.filesOnly
          : said.withMemory(pausedMs === 0 ? undefined : format.duration(pausedMs))}
        {withoutMemory !== undefined && <div>{words(withoutMemory)}</div>}
      </Row>
      <Row name={said.size}>{said.sizes(format.bytes(size), format.bytes(added))}</Row>
    </dl>
  );
}

const Row = ({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

function Places({ point, onLookInto }: PointOverviewProps): ReactNode {
  const said = useSaid(restorePoint);
  const format = useFormat();
  return (
    <section className="restore-point-section">
      <h2>{said.places}</h2>
      <div className="scroll-x">
        <table>
          <thead>
            <tr>
              <th scope="col">{said.place}</th>
              <th scope="col">{said.kind}</th>
              <th scope="col">{said.fileCount}</th>
              <th scope="col">{said.size}</th>
            </tr>
          </thead>
          <tbody>
            {point.places.map(({ kind, destination, name, path, files, bytes }) => (
              <tr key={destination}>
                <td>
                  <button type="button" onClick={() => onLookInto(destination)}>
                    <code>{destination}</code>
                  </button>
                </td>
                <td>
                  {said[kind]} {name ?? ''}
                  <div className="hint restore-point-path">{path}</div>
                </td>
                <td>{format.number(files)}</td>
                <td>{format.bytes(bytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
