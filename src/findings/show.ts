import { show as showValue } from './invalid-input';
import { oneLine } from './one-line';

export { oneLine } from './one-line';
import type { Finding, Place } from './finding';

/** The message on one line. */
export const messageOf = ({ message }: Finding): string => oneLine(message);

/** `dist/payments.k8s.yaml:3`, as terminals and editors open it. */
export const placeOf = ({ file, line }: Place): string => (line === undefined ? file : `${file}:${line}`);

/** Standard input has lines, but no reviewer can open it. */
export const inRepository = (at: Place | undefined): at is Place => at !== undefined && at.file !== '-';

export const foundIn = ({ found }: Finding): string => oneLine(showValue(found));
