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

  it('lists the faults', () => {
    expect(certify('--list').stdout.split('\n')[0]).toBe('all requests fail');
  });

  it.each([
    [
      ['--rate', '0'],
      'certify: not a number above 0 (--rate: "0"). Give the requests per second of the quietest time that the certificate is about.',
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
