import { ownValue } from '../findings/fields';
import type { PageFormat } from './page';

/** Media types that Prometheus 3 reads as text, and the format that it takes each for. */
const FORMATS: Readonly<Record<string, PageFormat>> = {
  'text/plain': 'text',
  'application/openmetrics-text': 'openmetrics',
};

/** What Prometheus 3 asks for, so that the answer is the one it gets: names in UTF-8 as they are, for example. */
export const ACCEPT = [
  'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6',
  'application/openmetrics-text;version=0.0.1;q=0.5',
  'text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4',
  'text/plain;version=0.0.4;q=0.3',
  '*/*;q=0.2',
].join(',');

/** `type/subtype` with parameters, as far as Go's mime.ParseMediaType takes it. */
const MEDIA_TYPE = /^\s*([\w!#$&^.+-]+\/[\w!#$&^.+-]+)\s*((?:;[^;]*)*)$/;
const PARAMETER = /^\s*([\w!#$&^.+-]+)=("(?:\\.|[^"\\])*"|[\w!#$&^.+:-]+)\s*$/;

/**
 * The format that a Content-Type stands for; undefined where Prometheus 3 fails the scrape.
 * @see https://prometheus.io/docs/prometheus/latest/migration/#scrape-protocols
 */
export function formatOfContentType(contentType: string | undefined): PageFormat | undefined {
  const [, mediaType, parameters = ''] = MEDIA_TYPE.exec(contentType ?? '') ?? [];
  return mediaType === undefined || !areParameters(parameters)
    ? undefined
    : ownValue(FORMATS, mediaType.toLowerCase());
}

/** Names may be repeated (frameworks add a charset of their own), but not with another value. */
function areParameters(text: string): boolean {
  const values = new Map<string, string>();
  return text
    .split(';')
    .filter((part) => part.trim() !== '')
    .every((part) => {
      const [, name = '', value = ''] = PARAMETER.exec(part) ?? [];
      const key = name.toLowerCase();
      const known = values.get(key) ?? value;
      values.set(key, value);
      return key !== '' && known === value;
    });
}
