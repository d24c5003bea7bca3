import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FIXTURE_CONFIG, runCli, runDefectiveCli } from '../support/cli';
import { checks } from '../../src/doctor/checks/index';
import { LIST, ownList } from '../../src/synth/own-files';

const synth = (variables: Readonly<Record<string, string>>, ...args: readonly string[]) =>
  runCli(['synth', '--config', FIXTURE_CONFIG, ...args], { variables });

let scratch: string;
let output: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'synth-'));
  output = join(scratch, 'out');
});
afterEach(() => rmSync(scratch, { recursive: true }));

describe('signalproof synth', () => {
  it('writes an environment into a folder, and replaces what was there', () => {
    mkdirSync(output);
    writeFileSync(join(output, 'gone.k8s.yaml'), 'old');
    writeFileSync(join(output, LIST), ownList(['gone.k8s.yaml'], 'synth').content);
    const { status, stdout, stderr } = synth({ STACK_ENV: 'prod' }, '--output', output);
    expect([status, stderr]).toEqual([
      0,
      expect.stringMatching(/^warning: environment "prod": the address is a placeholder, .*\n$/),
    ]);
    const written = readdirSync(output);
    expect(written).toEqual(
      expect.arrayContaining([
        '00-namespaces.k8s.yaml',
        'helm',
        'order-api-monitoring.k8s.yaml',
        'order-api.k8s.yaml',
      ]),
    );
    expect(written).not.toContain('gone.k8s.yaml');
    expect(stdout).toContain('order-api.k8s.yaml\n');
    expect(readdirSync(scratch)).toEqual(['out']);
  });

  it('prefers --environment over STACK_ENV', () => {
    synth({ STACK_ENV: 'staging' }, '--output', output, '--environment', 'prod');
    expect(readFileSync(join(output, 'order-api.k8s.yaml'), 'utf8')).toContain('namespace: order-api\n');
  });

  it('uses the image that an environment variable names', () => {
    synth({ ORDER_API_IMAGE: 'registry.example.com/order-api:2.0.0' }, '--output', output);
    expect(readFileSync(join(output, 'order-api.k8s.yaml'), 'utf8')).toContain(
      'image: registry.example.com/order-api:2.0.0\n',
    );
  });

  it('rejects wrong input in one sentence with exit code 1, and leaves the output unchanged', () => {
    mkdirSync(output);
    writeFileSync(join(output, 'kept.k8s.yaml'), 'old');
    expect(synth({ STACK_ENV: 'staging' }, '--output', output)).toEqual({
      status: 1,
      stdout: '',
      stderr: `environment: unknown name (name: "staging"). Use one of dev, prod, or add it to the environments of the stack.
Nothing was written; ${output} is unchanged.
`,
    });
    expect(readdirSync(scratch)).toEqual(['out']);
    expect(readdirSync(output)).toEqual(['kept.k8s.yaml']);
  });

  it('refuses to write what would not be scraped, and shows the broken link', async () => {
    const defect = {
      file: 'src/outputs/kubernetes/constructs/service-monitor.ts',
      replace: 'matchLabels: { ...selector }',
      by: "matchLabels: { app: 'other' }",
    };
    const { status, stdout, stderr } = await runDefectiveCli(defect, ['synth', '--output', output]);
    expect([status, stdout]).toEqual([1, '']);
    const deployed = ['billing', 'mailer', 'order-api'];
    const findings = deployed.map(
      (
        name,
      ) => `error monitor-selects-service: ServiceMonitor monitoring/${name} (${name}-monitoring.k8s.yaml)
  no Service in namespace default matches the selector; Service default/${name} comes closest: app is ${name}, not other
  path:     spec.selector
  found:    "app=other"
  expected: labels of a Service in namespace default
  fix:      selector: {"matchLabels":{"app":"${name}"}}

`,
    );
    expect(stderr).toBe(`${findings.join('')}${checks.length} checks ran: 3 errors.

Prometheus monitoring (Helm values helm/kube-prometheus-stack.values.yml)
├─ everything → ServiceMonitor monitoring/billing endpoints[0]
│  └─ ✗ BROKEN app=other in default → no Service
├─ everything → ServiceMonitor monitoring/mailer endpoints[0]
│  └─ ✗ BROKEN app=other in default → no Service
└─ everything → ServiceMonitor monitoring/order-api endpoints[0]
   └─ ✗ BROKEN app=other in default → no Service
Nothing was written; ${output} is unchanged.
`);
    expect(existsSync(output)).toBe(false);
  });

  describe('--with', () => {
    /** What the team of the external service `search` of the fixture stack deploys. */
    const theirs = (port: string) => `apiVersion: v1
kind: Service
metadata: { name: search, namespace: discovery, labels: { app: search } }
spec: { selector: { app: search }, ports: [{ name: ${port}, port: 9200 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: search, namespace: discovery }
spec:
  selector: { matchLabels: { app: search } }
  template:
    metadata: { labels: { app: search } }
    spec: { containers: [{ name: search, image: 'search:1.0.0', ports: [{ containerPort: 9200 }] }] }
`;
    const prod = (...args: readonly string[]) => ['--environment', 'prod', '--output', output, ...args];

    it('proves what an external service expects of objects that something else deploys', () => {
      const file = join(scratch, 'search.yaml');
      writeFileSync(file, theirs('http'));
      const { status, stderr } = synth({}, ...prod('--with', file));
      expect(status).toBe(0);
      expect(stderr.split('\n').slice(1)).toEqual([
        'proven beside the given objects: billing, mailer, order-api, search.',
        'unknown: neither a Prometheus resource nor Helm values were given, so its selectors are those of the rendered values.',
        '',
      ]);
    });

    it('writes nothing when they do not fit, and says what to change in the catalog', () => {
      const { status, stdout, stderr } = runCli(
        ['synth', '--config', FIXTURE_CONFIG, ...prod('--with', '-')],
        {
          input: theirs('web'),
        },
      );
      expect([status, stdout]).toEqual([1, '']);
      expect(stderr).toContain(
        "fix:      in the catalog: scrape: serviceMonitor({ selector: { app: 'search' }, port: 'web', path: '/internal/metrics' })\n",
      );
      expect(stderr).toMatch(/\nNothing was written; .* is unchanged\.\n$/);
      expect(existsSync(output)).toBe(false);
    });

    it.each([
      [
        'a file that does not exist',
        ['--with', 'absent.yaml'],
        'file absent.yaml: the file cannot be read ("ENOENT"). Name a file or folder with manifests, or - for standard input.\n',
      ],
      [
        'a cluster beside files',
        ['--cluster', '--with', 'a.yaml'],
        "error: option '--cluster' cannot be used with option '--with <paths...>'\n",
      ],
    ])('rejects %s', (_what, args, message) => {
      const { status, stderr } = synth({}, ...prod(...args));
      expect([status, stderr]).toEqual([1, message]);
      expect(existsSync(output)).toBe(false);
    });
  });

  it('does not replace a folder that holds what something else wrote', () => {
    const file = 'helm/mine.values.yml';
    mkdirSync(join(output, file, '..'), { recursive: true });
    writeFileSync(join(output, file), '');
    const { status, stderr } = synth({}, '--output', output);
    expect(status).toBe(1);
    expect(stderr.split('\n').slice(-3)).toEqual([
      `output folder ${output}: the folder has a file that signalproof synth did not write (--output: "${file}"). Use a folder of its own for the output.`,
      `Nothing was written; ${output} is unchanged.`,
      '',
    ]);
    expect(existsSync(join(output, file))).toBe(true);
  });

  it('does not replace a file', () => {
    writeFileSync(output, 'text');
    expect(synth({}, '--output', output).status).toBe(1);
    expect(readFileSync(output, 'utf8')).toBe('text');
  });

  it('rejects an unknown option', () => {
    const { status, stderr } = synth({}, '--folder', output);
    expect([status, stderr]).toEqual([1, "error: unknown option '--folder'\n"]);
  });

  it('writes into the folder of the cdk8s CLI when that runs it', () => {
    mkdirSync(output);
    expect(synth({ CDK8S_OUTDIR: output }).status).toBe(0);
    expect(readdirSync(output)).toContain('order-api-monitoring.k8s.yaml');
  });

  it('replaces what it wrote for the cdk8s CLI, also files that it no longer writes', () => {
    mkdirSync(output);
    expect(synth({ CDK8S_OUTDIR: output }).status).toBe(0);
    const own = join(output, '.signalproof');
    const list = readFileSync(own, 'utf8');
    writeFileSync(join(output, 'gone.k8s.yaml'), 'of a service that was removed');
    writeFileSync(own, `${list}gone.k8s.yaml\n`);
    expect(synth({}, '--output', output).status).toBe(0);
    expect(readdirSync(output)).not.toContain('gone.k8s.yaml');
    expect(readFileSync(own, 'utf8')).toBe(list);
  });
});
