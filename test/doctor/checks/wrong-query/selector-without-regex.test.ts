import { check } from '../../../../src/doctor/checks/wrong-query/selector-without-regex';
import { inForeign, recording } from '../../expressions/shop';

describe('expressions', () => {
  const found = (...exprs: readonly string[]) =>
    inForeign(check, ...exprs.map((expr) => recording(expr))).map(({ severity, message, fix }) => [
      severity,
      message,
      fix,
    ]);

  it.each([
    ['requests_total{status="5.."}', 'write status=~"5.."'],
    ['requests_total{path!=".*health"}', 'write path!~".*health"'],
    ['requests_total{status="[45].."}', 'write status=~"[45].."'],
    ['kube_pod_status_phase{phase="Pending|Failed"}', 'write phase=~"Pending|Failed"'],
  ])('compare the whole text in %s', (expr, fix) => {
    expect(found(expr)).toEqual([
      ['warning', expect.stringMatching(/: !?= compares the whole text with .*, which is a pattern$/), fix],
    ]);
  });

  it('prove a pattern to each other', () => {
    expect(found('requests_total{status="5.."}', 'sum(requests_total{status=~"5.."})')).toEqual([
      [
        'error',
        'recording rule a:b:c: = compares the whole text with "5..", which is a pattern: another expression has status=~"5.."',
        'write status=~"5.."',
      ],
    ]);
    expect(found('requests_total{status="5.."}', 'sum(other_total{status=~"5.."})')[0]![0]).toBe('warning');
  });

  it.each([
    'requests_total{status=~"5.."}',
    'up{instance="[::1]:9100"}',
    'up{instance="10.0.0.1:9100"}',
    'requests_total{status="5xx", path="/a"}',
    'apiserver_request_total{resource="*"}',
    'requests_total{path="${A|B}"}',
  ])('are right: %s', (expr) => {
    expect(found(expr)).toEqual([]);
  });
});
