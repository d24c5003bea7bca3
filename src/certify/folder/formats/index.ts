import type { CertificateFormat } from '../../formats/index';
import type { FolderCertificate } from '../certificate';
import { folderHtml } from './html';
import { folderJson } from './json';
import { folderMarkdown } from './markdown';
import { folderText } from './text';

/** Every way to print what is certified of manifests, by the value of --format. */
export const FOLDER_FORMATS: Readonly<Record<CertificateFormat, (certificate: FolderCertificate) => string>> =
  { text: folderText, markdown: folderMarkdown, json: folderJson, html: folderHtml };
