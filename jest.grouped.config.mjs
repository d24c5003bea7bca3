import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import config from './jest.config.mjs';
import { testGroups } from './test/support/groups.mjs';
import { MEASURED_GROUPS } from './test/support/measured.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const groups = testGroups(root);
const grouped = Object.values(groups).flat();
// The tests of a group that no file runs would be skipped silently.
const files = new Set(readdirSync(join(root, 'test', 'groups')));
const missing = Object.keys(groups).filter((name) => !files.has(`${name}.group.ts`));
if (missing.length > 0) throw new Error(`test/groups has no file for: ${missing.join(', ')}.`);
const [measured, unmeasured, oldest] = config.projects;

/** With the test files of groups that match, instead of those of the groups. */
const grouping = (project, group) => ({
  ...project,
  globals: { ...project.globals, groups },
  testRegex: [project.testRegex, group],
  testPathIgnorePatterns: [
    '/node_modules/',
    ...grouped.map((path) => `/test/${path.replaceAll('.', '\\.')}$`),
  ],
});

/** What `npm test` runs: the same tests as jest.config.mjs, short ones in groups instead of files of their own. */
export default {
  ...config,
  projects: [
    grouping(measured, MEASURED_GROUPS.source),
    grouping(unmeasured, `^(?!.*${MEASURED_GROUPS.source}).*/test/groups/.*\\.group\\.ts$`),
    oldest,
  ],
};
