/** The channels between the desktop shell and its page's preload script. There are no others. */
export const channels = {
  /** A page is there; it has heard nothing yet. */
  opened: 'shiplock:opened',
  fromWindow: 'shiplock:from-window',
  fromStation: 'shiplock:from-station',
  chooseSaveFile: 'shiplock:choose-save-file',
  chooseFile: 'shiplock:choose-file',
} as const;
