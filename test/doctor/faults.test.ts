import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from '../support/fast-check';
import { allServices } from '../fixtures/stack/index';
import { defineCheck } from '../../src/doctor/check';
import { diagnose } from '../../src/doctor/diagnose';
import { readFiles } from '../../src/doctor/sources/files';
import { REPORT_FORMATS } from '../../src/findings/formats/index';
import { exitCode } from '../../src/findings/report';
import { kubernetesObject, type KubernetesObject } from '../../src/kubernetes/object';
import { readManifests } from '../../src/kubernetes/read';
import { ownStack } from './own-stack';
import { alert, rules } from './expressions/shop';

const service = (name: string) => `---\napiVersion: v1\nkind: Service\nmetadata: { name: ${name} }\n`;
const three = readManifests(['a', 'x', 'b'].map(service).join(''), 'f.yaml');

const COMMON = {
  id: 'rule-size',
  severity: 'warning',
  question: 'Is it small?',
  symptom: 'It is not.',
  why: 'It grew.',
  remedy: 'Shrink it.',
  see: 'https://example.com',
} as const;

/** Finds something in every object, and fails on those of one name. */
const failingOn = (...names: readonly string[]) =>
  defineCheck({
    ...COMMON,
    needs: ['manifests'],
    find: ({ manifests }) =>
      manifests.objects.map((object) => {
        if (names.includes(object.name)) throw new TypeError('no "x" of undefined');
        return { object, path: 'spec', message: 'it is large', expected: 'less', fix: 'shrink it' };
      }),
  });

describe('a fault of a check', () => {
  it('on one object is one finding, and the other objects are checked', () => {
    const { findings } = diagnose({ objects: three }, [failingOn('x')]).report;
    expect(findings.map(({ code, resource }) => [code, resource])).toEqual([
      ['rule-size', 'Service default/a'],
      ['rule-size', 'Service default/b'],
      ['internal-error', 'Service default/x'],
    ]);
    expect(findings[2]).toEqual({
      code: 'internal-error',
      check: 'rule-size',
      severity: 'error',
      resource: 'Service default/x',
      path: '',
      message: 'internal error in check rule-size on Service default/x; everything else was checked',
      found: 'TypeError: no "x" of undefined',
      expected: 'an answer',
      fix: 'please report it as a defect of signalproof, with this object but without its secrets',
      at: { file: 'f.yaml', line: 6 },
    });
  });

  it('that gets rules in parts is one finding too', () => {
    const check = defineCheck({
      ...COMMON,
      needs: ['rules'],
      inParts: true,
      find: (facts) =>
        facts.rules.map(({ object, path }) => {
          if (object.name === 'x') throw new TypeError('no "x" of undefined');
          return { object, path, message: 'it is large', expected: 'less', fix: 'shrink it' };
        }),
    });
    const names = ['a', 'b', 'c', 'd', 'x', 'e', 'f', 'g'];
    const text = names.map((name) => rules(alert('up == 0')).replace(/name: \w+/, `name: ${name}`)).join('');
    const { findings } = diagnose({ objects: readManifests(text, 'r.yaml') }, [check]).report;
    expect(findings.map(({ code, resource }) => [code, resource.replace(/.*\//, '')])).toEqual([
      ...names.filter((name) => name !== 'x').map((name) => ['rule-size', name]),
      ['internal-error', 'x'],
    ]);
  });

  it('ends the program with exit code 2, whatever should fail it', () => {
    const { findings } = diagnose({ objects: three }, [failingOn('x')]).report;
    expect([exitCode(findings, 'error'), exitCode(findings, 'never')]).toEqual([2, 2]);
  });

  it('on several objects is one finding each, up to a limit', () => {
    const codes = (names: readonly string[]) =>
      diagnose({ objects: readManifests(names.map(service).join(''), 'f.yaml') }, [
        failingOn(...names.filter((name) => name.startsWith('x'))),
      ]).report.findings.map(({ code }) => code);
    expect(codes(['x1', 'a', 'x2'])).toEqual(['rule-size', 'internal-error', 'internal-error']);
    const many = codes(['a', ...Array.from({ length: 40 }, (_, index) => `x${index}`)]);
    expect(new Set(many)).toEqual(new Set(['internal-error']));
    expect(many.length).toBeLessThan(15);
  });

  it('that no object causes is one finding, and the other checks answer', () => {
    const always = defineCheck({
      ...COMMON,
      id: 'always',
      needs: ['manifests'],
      find: () => {
        throw new Error('always');
      },
    });
    const { findings } = diagnose({ objects: three }, [always, failingOn()]).report;
    expect(findings.map(({ code, resource }) => [code, resource])).toEqual([
      ['internal-error', 'doctor'],
      ...['a', 'x', 'b'].map((name) => ['rule-size', `Service default/${name}`]),
    ]);
  });
});

it('a fault in reading one object is one finding for all checks, and the rest is checked', () => {
  const broken: KubernetesObject = {
    ...three[1]!,
    get labels(): never {
      throw new Error('unreadable labels');
    },
  };
  const { findings } = diagnose({ objects: [three[0]!, broken, three[2]!] }, [
    failingOn(),
    failingOn(),
  ]).report;
  expect(findings.map(({ code, resource }) => [code, resource])).toEqual([
    ['internal-error', 'Service default/x'],
    ...[1, 2].flatMap(() => ['a', 'b'].map((name) => ['rule-size', `Service default/${name}`])),
  ]);
});

describe('what cannot be opened below a folder', () => {
  it('is a finding, the rest is read, and the exit code is 2', () => {
    const folder = mkdtempSync(join(tmpdir(), 'doctor-faults-'));
    try {
      writeFileSync(join(folder, 'a.yaml'), service('a'));
      symlinkSync(join(folder, 'nowhere'), join(folder, 'broken.yaml'));
      const { objects, findings } = readFiles([folder]);
      expect(objects.map(({ name }) => name)).toEqual(['a']);
      expect(findings).toMatchObject([
        {
          code: 'unreadable',
          check: 'manifest-syntax',
          message: 'the file cannot be read',
          found: 'ENOENT',
          at: { file: join(folder, 'broken.yaml') },
        },
      ]);
      expect(exitCode(findings, 'never')).toBe(2);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('documents that are nested too deep', () => {
  it.each([
    ['JSON lists', '['.repeat(5000) + ']'.repeat(5000)],
    ['JSON maps', '{"a":'.repeat(5000) + '1' + '}'.repeat(5000)],
    ['YAML in one line', '{ a: '.repeat(5000) + '1' + ' }'.repeat(5000)],
    ['YAML lists', `a: ${'- '.repeat(5000)}1`],
    ['an anchor inside itself', 'a: &a { b: *a }\n'],
  ])('%s are one sentence', (_what, text) => {
    expect(() => readManifests(text, 'deep.yaml')).toThrow(/^file deep\.yaml: .*\. Correct the line.*\.$/);
  });

  it('a document of ordinary depth is read', () => {
    const text = `${'['.repeat(100)}${JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' } })}${']'.repeat(100)}`;
    expect(readManifests(text, 'x.json')).toHaveLength(1);
  });
});

/** Names that every JavaScript object inherits. */
const INHERITED = ['toString', 'constructor', '__proto__', 'hasOwnProperty', 'valueOf', '__defineGetter__'];

const everything = (fields: unknown): readonly (readonly string[])[] => {
  if (typeof fields !== 'object' || fields === null) return [];
  return Object.entries(fields).flatMap(([key, inner]) => [
    [key],
    ...everything(inner).map((path) => [key, ...path]),
  ]);
};

/** A copy in which the entry at a path has another key or value. The key can be `__proto__`. */
function withEntry(value: unknown, [key, ...rest]: readonly string[], change: Change): unknown {
  if (Array.isArray(value))
    return value.map((item: unknown, index) =>
      String(index) !== key ? item : rest.length > 0 ? withEntry(item, rest, change) : (change.value ?? item),
    );
  return Object.fromEntries(
    Object.entries(value as object).map(([name, inner]: [string, unknown]) => {
      if (name !== key) return [name, inner];
      if (rest.length > 0) return [name, withEntry(inner, rest, change)];
      return 'key' in change ? [change.key, inner] : [name, change.value];
    }),
  );
}

type Change = { readonly key: string; readonly value?: undefined } | { readonly value: unknown };

const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.constantFrom(...INHERITED).map((key) => ({ key })),
  fc.constantFrom(...INHERITED).map((value) => ({ value })),
  fc.constantFrom(...INHERITED).map((key) => ({ value: Object.fromEntries([[key, { [key]: 'x' }]]) })),
  fc.jsonValue().map((value) => ({ value })),
  fc.constantFrom(150, 600).map((depth) => ({ value: deep(depth) })),
);

const deep = (depth: number): unknown =>
  Array.from({ length: depth }).reduce<unknown>((inner) => ({ a: [inner] }), 1);

const CASES = [
  'alertmanagers.yaml',
  'exporters.yaml',
  'kube-prometheus.yaml',
  'mesh.yaml',
  'network-plugin.yaml',
  'rollout.yaml',
].map((file) => join(__dirname, 'checks', 'foreign-stacks', file));

describe('mutated input', () => {
  const own = ownStack('prod');
  const objects = [
    ...own.objects.filter(({ kind }) => kind !== 'ConfigMap'),
    ...readFiles(CASES).objects,
    ...readManifests(rules(alert('up == 0', 'annotations: { summary: "{{ $labels.job }}" }')), 'r.yaml'),
  ];
  const places = objects.flatMap(({ fields }, index) => everything(fields).map((path) => ({ index, path })));

  it('has no internal error, no trace and no value of JavaScript in any format', () => {
    fc.assert(
      fc.property(fc.constantFrom(...places), changes, ({ index, path }, change) => {
        const fields = withEntry(objects[index]!.fields, path, change);
        const changed = kubernetesObject(fields, { file: 'x.yaml', line: 1 });
        const { report } = diagnose({
          objects: objects.flatMap((object, at) => (at === index ? (changed ?? []) : object)),
          services: allServices,
          values: { values: own.values, name: 'values' },
        });
        expectReadable(report, 'internal-error');
      }),
      { numRuns: 60, seed: 13 },
    );
  });

  it('has a documented outcome as text too', () => {
    fc.assert(
      fc.property(fc.constantFrom(...places), changes, ({ index, path }, change) => {
        const text = JSON.stringify(withEntry(objects[index]!.fields, path, change));
        expect(() => readManifests(text, 'x.yaml')).not.toThrow(/^(?!file x\.yaml: )/);
      }),
      { numRuns: 150, seed: 14 },
    );
  });

  it('in Helm values has no internal error either', () => {
    const paths = everything(own.values);
    fc.assert(
      fc.property(fc.constantFrom(...paths), changes, (path, change) => {
        const values = withEntry(own.values, path, change);
        expectReadable(
          diagnose({ objects: own.objects.slice(0, 8), values: { values, name: 'values' } }).report,
          'internal-error',
        );
      }),
      { numRuns: 60, seed: 15 },
    );
  });
});

/** Words of JavaScript that a person must not meet, outside of what the input holds. */
const JAVASCRIPT = /\bundefined\b|\bNaN\b|\[object |\n +at .*\.ts:\d/;

function expectReadable(report: ReturnType<typeof diagnose>['report'], without: string): void {
  expect(report.findings.filter(({ code }) => code === without)).toEqual([]);
  expect([0, 1]).toContain(exitCode(report.findings, 'error'));
  for (const format of Object.values(REPORT_FORMATS)) expect(format(report)).not.toMatch(JAVASCRIPT);
}
