/** Archives for Podman as text for people. */
import type { Output } from '../../shared/contract.ts';
import { printableLines } from '../../shared/printable.ts';

export function exportedText(exported: Output<'podman.export'>): string {
  const { out, imageOut, imageName, notInArchive, volumes, closesConnections } = exported;
  const lines = [
    `${out} and its image ${imageOut} were written. They are not encrypted, and hold the container's memory.`,
    ...volumes.map((name) => `A folder of its host is the volume ${name} now.`),
    ...notInArchive.map(
      ({ path, destination }) =>
        `! Not in it: ${destination} of the container. Put it at ${path} there first.`,
    ),
    ...(closesConnections
      ? ['! It had connections. Have CRIU close them there: echo tcp-close >>/etc/criu/runc.conf']
      : []),
    `On a host with Podman, as root: podman load --input ${fileName(imageOut)}`,
    `  podman container restore --import ${fileName(out)} --file-locks`,
    `The image is ${imageName} there.`,
  ];
  return `${lines.map(printableLines).join('\n')}\n`;
}

export function importedText({ name, container, at, leftOut }: Output<'podman.import'>): string {
  const lines = [
    `${name} is here: ${container}, ${at}.`,
    ...leftOut.map((path) => `! Not in it, since Podman left it on the host: ${path}`),
    `On a host with Docker: shiplock restore ${name} --to HOST`,
    `Back to Podman: shiplock export ${name} --out FILE`,
  ];
  return `${lines.map(printableLines).join('\n')}\n`;
}

const fileName = (path: string): string => path.slice(path.search(/[^/\\]*$/));
