import type { Certificate } from '../certificate';
import type { Missed } from '../expectations';
import { asHtml } from './html';
import { asJson } from './json';
import { asMarkdown } from './markdown';
import { asText } from './text';

type Format = (certificates: readonly Certificate[], missed: readonly Missed[]) => string;

/** Every way to print certificates, by the value of --format. */
export const CERTIFICATE_FORMATS = {
  text: asText,
  markdown: asMarkdown,
  json: asJson,
  html: asHtml,
} as const satisfies Readonly<Record<string, Format>>;

export type CertificateFormat = keyof typeof CERTIFICATE_FORMATS;
