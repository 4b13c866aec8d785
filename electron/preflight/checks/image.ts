/** The image must still be on the source; on the target its name may mean another. */
import type { Check } from '../subject.ts';

export const image: Check = ({ container, image: found, imageNameTaken, imageNameStale, source, target }) => {
  if (found === undefined) {
    return [
      {
        id: 'image-gone',
        severity: 'error',
        text: `The image of ${container.name} is gone from ${source.name}.`,
        measured: container.imageName,
        remedy: `Load it on ${source.name} again: docker load or docker pull ${container.imageName}`,
      },
    ];
  }
  if (imageNameStale) {
    return [
      {
        id: 'image-name-stale',
        severity: 'warning',
        text: `On ${source.name} the name ${container.imageName} does not mean the container's image any more; the container will name its image by identifier.`,
        measured: container.imageName,
      },
    ];
  }
  return imageNameTaken
    ? [
        {
          id: 'image-name-taken',
          severity: 'warning',
          text: `On ${target.name} the name ${container.imageName} means another image; the container will name its image by identifier.`,
          measured: container.imageName,
        },
      ]
    : [];
};
