import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diagnose } from '../../../src/doctor/diagnose';
import { gather } from '../../../src/doctor/evidence';
import { ReadTexts } from '../../../src/doctor/sources/file-texts';
import { STDIN } from '../../../src/doctor/sources/find-files';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'file-texts-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Writes a file and tells about it, as reading it does. */
function added(texts: ReadTexts, name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  texts.add(name, path, text);
  return path;
}

describe('the text of a file', () => {
  test('is not kept, but read again', () => {
    const texts = new ReadTexts();
    const path = added(texts, 'a.yaml', 'kind: Pod');
    writeFileSync(path, 'kind: Service');
    expect([...texts.keys()]).toEqual(['a.yaml']);
    expect([texts.has('a.yaml'), texts.get('a.yaml')]).toEqual([true, 'kind: Service']);
    expect([texts.has('b.yaml'), texts.get('b.yaml')]).toEqual([false, undefined]);
  });

  test('is kept where it can be read only once', () => {
    const texts = new ReadTexts();
    texts.add(STDIN, STDIN, 'kind: Pod');
    expect(texts.get(STDIN)).toBe('kind: Pod');
  });

  test('is unknown once the file is removed', () => {
    const texts = new ReadTexts();
    rmSync(added(texts, 'a.yaml', 'kind: Pod'));
    expect(texts.get('a.yaml')).toBeUndefined();
  });
});

test('a finding in a file that was removed meanwhile keeps the first line of its object', async () => {
  const path = join(folder, 'rules.yaml');
  writeFileSync(
    path,
    `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: shop }
spec:
  groups:
    - name: shop
      rules:
        - alert: ShopDown
          expr: up{job="shop"
`,
  );
  const evidence = await gather({ paths: [folder] }, []);
  const lineOf = () =>
    diagnose(evidence).report.findings.find(({ check }) => check === 'promql-syntax')?.at?.line;
  expect(lineOf()).toBe(8);
  rmSync(path);
  expect(lineOf()).toBe(1);
});
