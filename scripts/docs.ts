/** `npm run docs`: brings the tables in README.md up to date with the catalog. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withTables } from './readme-tables';

const readme = join(__dirname, '..', 'README.md');
writeFileSync(readme, withTables(readFileSync(readme, 'utf8')));
