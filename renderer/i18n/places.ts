/** Where something is saved. */
import { catalogue } from './catalogue.ts';

export const places = catalogue({
  choose: { en: 'Choose …', zh: '选择……' },
});
