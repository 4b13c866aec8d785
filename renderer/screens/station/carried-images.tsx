/** What became of each image that was to be stored or sent. */
import type { ReactNode } from 'react';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { imagesAhead } from '../../i18n/images-ahead.ts';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import type { CarriedImage } from '../../../shared/image-methods.ts';

export function CarriedImages({ images }: { readonly images: readonly CarriedImage[] }): ReactNode {
  const said = useSaid(imagesAhead);
  const { bytes } = useFormat();
  if (images.length === 0) return <p>{said.nothing}</p>;
  return (
    <ul>
      {images.map((image) => (
        <li key={image.digest}>
          {image.name}: {said[image.is]}
          {image.is === 'carried' && `, ${bytes(image.bytes)}`}
          {image.error !== undefined && <ErrorNotice error={image.error} />}
        </li>
      ))}
    </ul>
  );
}
