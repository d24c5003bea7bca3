import { show as showValue } from './invalid-input';
import type { Finding, Place } from './finding';

/** The message on one line. */
export const messageOf = ({ message }: Finding): string => oneLine(message);

/** `dist/payments.k8s.yaml:3`, as terminals and editors open it. */
export const placeOf = ({ file, line }: Place): string => (line === undefined ? file : `${file}:${line}`);

/** Standard input has lines, but no reviewer can open it. */
export const inRepository = (at: Place | undefined): at is Place => at !== undefined && at.file !== '-';

export const foundIn = ({ found }: Finding): string => oneLine(showValue(found));

/** Names in foreign input may contain anything, terminal control characters included. */
export const oneLine = (text: string): string => text.replace(/[\r\n]+/g, '\\n').replace(INVISIBLE, escaped);

/** Line and paragraph separators, control characters of terminals (C0 and C1), and what changes the order of text. */
// oxlint-disable-next-line no-control-regex -- these are what is escaped
const INVISIBLE =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
