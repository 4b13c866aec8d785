/** The image must still be on the source; its name may mean another image, there or on the target. */
import { moveCheck } from '../subject.ts';

export const image = moveCheck(
  'image',
  ['container', 'image', 'source', 'target'],
  ({ container, image: { found, isNameStale, isNameTaken }, source, target }) => {
    const measured = container.imageName;
    if (found === undefined) {
      return [
        {
          id: 'image-gone',
          severity: 'error',
          host: source.name,
          text: {
            en: `The image of ${container.name} is gone from ${source.name}.`,
            zh: `${container.name} 的镜像在 ${source.name} 上已不存在。`,
          },
          measured,
          remedy: {
            en: `Load it on ${source.name} again: docker load or docker pull ${container.imageName}`,
            zh: `在 ${source.name} 上重新载入镜像：docker load 或 docker pull ${container.imageName}`,
          },
        },
      ];
    }
    if (isNameStale) {
      return [
        {
          id: 'image-name-stale',
          severity: 'info',
          text: {
            en: `On ${source.name} the name ${container.imageName} does not mean the container's image any more; the container will name its image by identifier.`,
            zh: `在 ${source.name} 上，名称 ${container.imageName} 已不再指向该容器的镜像；迁移后的容器将用标识符来引用镜像。`,
          },
          measured,
        },
      ];
    }
    return isNameTaken
      ? [
          {
            id: 'image-name-taken',
            severity: 'info',
            text: {
              en: `On ${target.name} the name ${container.imageName} means another image; the container will name its image by identifier.`,
              zh: `在 ${target.name} 上，名称 ${container.imageName} 指向另一个镜像；迁移后的容器将用标识符来引用镜像。`,
            },
            measured,
          },
        ]
      : [];
  },
);
