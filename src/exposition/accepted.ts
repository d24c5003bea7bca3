import { InvalidInput } from '../findings/invalid-input';
import type { Page } from './page';

/** @throws InvalidInput with the first defect for which Prometheus refuses the page */
export function requireAccepted(source: string, { defects }: Page): void {
  const refused = defects.find((defect) => defect.refused);
  if (refused === undefined) return;
  const { line, message, found, fix } = refused;
  throw new InvalidInput({ resource: `page ${source}`, path: `line ${line}`, message, found, fix });
}
