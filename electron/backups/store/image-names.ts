/** How images are named in `index.json`, so that other tools can read them from the layout: `oci:FOLDER:NAME`. */
import { type Descriptor, isRestorePoint, keptAnnotation, refName } from './index-json.ts';

/** What the image specification lets a name be. */
const validName =
  /^[A-Za-z0-9]+((?:[-._:@+]|--)[A-Za-z0-9]+)*(\/[A-Za-z0-9]+((?:[-._:@+]|--)[A-Za-z0-9]+)*)*$/;

/**
 * With the image among them. An image that had the name until now is found under `NAME@DIGEST` from then on. `isKept`:
 * it stays when no restore point is of it.
 */
export function nameImage(
  manifests: readonly Descriptor[],
  image: Descriptor,
  wanted: string,
  isKept: boolean,
): Descriptor[] {
  const name = validName.test(wanted) ? wanted : image.digest;
  const before = manifests.find(({ digest }) => digest === image.digest);
  const stays = isKept || before?.annotations?.[keptAnnotation] !== undefined;
  const others = manifests
    .filter((other) => other !== before)
    .map((other) =>
      !isRestorePoint(other) && other.annotations?.[refName] === name
        ? { ...other, annotations: { ...other.annotations, [refName]: `${name}@${other.digest}` } }
        : other,
    );
  const annotations = { ...image.annotations, [refName]: name, ...(stays && { [keptAnnotation]: 'yes' }) };
  return [...others, { ...image, annotations }];
}
