/** The images of a host's containers that lie on this laptop. */
import type { ReactNode } from 'react';
import type { Output } from '../../../shared/contract.ts';
import { imagesAhead } from '../../i18n/images-ahead.ts';
import { useFormat, useSaid } from '../../i18n/language.tsx';

export function StoredImages({ images }: { readonly images: Output<'images.list'> }): ReactNode {
  const said = useSaid(imagesAhead);
  const { bytes, list } = useFormat();
  return (
    <>
      <h3>{said.stored}</h3>
      {images.length === 0 ? (
        <p>{said.none}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{said.image}</th>
              <th scope="col">{said.size}</th>
              <th scope="col">{said.containers}</th>
            </tr>
          </thead>
          <tbody>
            {images.map(({ name, digest, layers, isWhole, containers }) => (
              <tr key={digest}>
                <td>{isWhole ? name : `${name} (${said.notWhole})`}</td>
                <td>{bytes(layers.reduce((sum, layer) => sum + layer.bytes, 0))}</td>
                <td>{list(containers.map(({ container }) => container))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
