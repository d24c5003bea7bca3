import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withTables } from '../../scripts/readme-tables';

const ROOT = join(__dirname, '..', '..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

describe('README.md', () => {
  it('shows the alerts and recording rules that there are (npm run docs)', () => {
    expect(read('README.md')).toBe(withTables(read('README.md')));
  });

  it('says which markers are missing', () => {
    expect(() => withTables('# Title')).toThrow(
      'README.md lacks the markers <!-- alerts: written by npm run docs --> and <!-- /alerts -->',
    );
  });
});

const pages = [
  'README.md',
  'CHANGELOG.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true })
    .map(String)
    .filter((path) => path.endsWith('.md'))
    .map((path) => join('docs', path)),
];

describe.each(pages)('the links of %s', (page) => {
  const links = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
  const local = links.filter((target) => !/^(https?:|#)/.test(target));

  it('lead to files that exist', () => {
    const broken = local.filter((target) => !existsSync(join(ROOT, dirname(page), target.split('#')[0]!)));
    expect(broken).toEqual([]);
  });
});
