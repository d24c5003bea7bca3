import { FIXTURE_CONFIG, runCli } from '../support/cli';

const certify = (...args: readonly string[]) => runCli(['certify', '--config', FIXTURE_CONFIG, ...args]);

describe('signalproof certify', () => {
  it('prints the table of one service in one environment', () => {
    const { status, stdout, stderr } = certify('-e', 'prod', '-s', 'order-api', '--rate', '60');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^order-api in prod\n/);
    expect(stdout).toContain('! kube-state-metrics is gone: ');
    expect(stdout).toContain('For 3 pods and 60 requests a second');
  });

  it('reads manifests of any author, and fails when a critical alert reaches no receiver', () => {
    const rule = {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: { name: 'own', labels: { release: 'prometheus' } },
      spec: {
        groups: [
          { name: 'own', rules: [{ alert: 'Own', expr: 'up == 0', labels: { severity: 'critical' } }] },
        ],
      },
    };
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'alertmanager-main' },
      stringData: { 'alertmanager.yaml': 'route: { receiver: nothing }\nreceivers: [{ name: nothing }]' },
    };
    const read = (...documents: readonly unknown[]) =>
      runCli(['certify', '-'], {
        input: documents.map((document) => JSON.stringify(document)).join('\n---\n'),
      });
    const [unknown, lost] = [read(rule), read(rule, secret)];
    expect([unknown.status, lost.status]).toEqual([0, 1]);
    expect(unknown.stdout).toMatch(/Own +critical +unknown +unknown +all pods are dead/);
    expect(lost.stdout).toMatch(/! +Own +critical +NOBODY/);
  });

  it('lists the faults', () => {
    expect(certify('--list').stdout.split('\n')[0]).toBe('all requests fail');
  });

  it.each([
    [
      ['--rate', '1', 'some-folder'],
      'certify: this option is about the stack, and cannot be combined with files or folders (--rate: "1"). Remove the option, or the paths.',
    ],
    [
      ['--rate', '0'],
      'certify: not a number above 0 (--rate: "0"). Give the requests per second of the quietest time that the certificate is about.',
    ],
    [
      ['--runs', '5'],
      'certify: this option has no effect without --simulate (--runs: "5"). Add --simulate, or remove the option.',
    ],
    [
      ['--fault', 'requests stop'],
      'certify: this option has no effect without --simulate (--fault: "requests stop"). Add --simulate, or remove the option.',
    ],
    [
      ['--longest', '8d'],
      'certify: this option has no effect without --simulate (--longest: "8d"). Add --simulate, or remove the option.',
    ],
    [
      ['--simulate', '--explain', 'all requests fail'],
      'certify: this option has no effect with --simulate (--explain: "all requests fail"). Remove one of the two options.',
    ],
    [
      ['-e', 'test'],
      'environment: unknown name (name: "test"). Use one of dev, prod, or add it to the environments of the stack.',
    ],
  ])('%j is wrong usage', (args, message) => {
    const { status, stderr } = certify(...args);
    expect([status, stderr.trim()]).toEqual([2, message]);
  });
});
