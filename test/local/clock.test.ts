import fc from '../support/fast-check';
import { speedUp, speedUpWaits, shortened } from '../../src/local/clock';
import { ruleFile, speedUpText } from '../../src/local/rule-files';
import { kubernetesObject } from '../../src/kubernetes/object';
import { parse } from '../../src/promql/parse';
import { print } from '../../src/promql/print';
import { duration, seconds } from '../../src/promql/window';

const clock = { speed: 60, real: 1_000_000, shown: 7_200 };
const quick = (promql: string) => print(speedUp(parse(promql), clock));

describe('a clock that is 60 times faster', () => {
  it.each([
    ['rate(requests[5m])', 'rate(requests[5s])'],
    ['requests offset 1h', 'requests offset 1m'],
    ['last_over_time(requests[10m] offset 1m)', 'last_over_time(requests[10s] offset 1s)'],
    ['sum_over_time(tiles[59m59s])', 'sum_over_time(tiles[59s983ms])'],
    ['max_over_time(sum(up)[1h:1m] offset 30m)', 'max_over_time(sum(up)[1m:1s] offset 30s)'],
    ['max_over_time(sum(up)[1h:])', 'max_over_time(sum(up)[1m:])'],
    ['topk(3, rate(requests[5m])) > 0.5', 'topk(3, rate(requests[5s])) > 0.5'],
    ['-rate(requests[5m])', '-rate(requests[5s])'],
    ['label_replace(up, "a", "5m", "", "")', 'label_replace(up, "a", "5m", "", "")'],
    ['hour() % 2 == 1', 'hour(vector((time() - 1000000) * 60 + 7200)) % 2 == 1'],
    ['hour(up)', 'hour(up)'],
    ['remaining * 2592000', 'remaining * 2592000'],
    ['time() - built_seconds < 3600', 'time() - built_seconds < 60'],
    ['0 * (a < b) + time()', '0 * (a < b) + time()'],
  ])('speeds up %s to %s', (promql, expected) => {
    expect(quick(promql)).toBe(expected);
  });

  it('makes every duration 60 times shorter, and leaves 0 and other text unchanged', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 3_000_000 }), (length) => {
        expect(seconds(shortened(duration(length), clock))).toBeCloseTo(length / 60, 2);
      }),
    );
    expect([shortened('0s', clock), shortened('1ms', clock), shortened('soon', clock)]).toEqual([
      '0s',
      '1ms',
      'soon',
    ]);
  });

  it('shortens the waits of Alertmanager at every level, and nothing else', () => {
    const config = {
      global: { resolve_timeout: '5m', smtp_from: 'a@example.com' },
      route: {
        receiver: 'a',
        group_wait: '30s',
        routes: [{ receiver: 'b', repeat_interval: '12h', matchers: ['window="5m"'] }],
      },
      receivers: [{ name: 'a' }],
    };
    expect(speedUpWaits(config, clock)).toEqual({
      global: { resolve_timeout: '5s', smtp_from: 'a@example.com' },
      route: {
        receiver: 'a',
        group_wait: '500ms',
        routes: [{ receiver: 'b', repeat_interval: '12m', matchers: ['window="5m"'] }],
      },
      receivers: [{ name: 'a' }],
    });
  });
});

const rules = kubernetesObject({
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'PrometheusRule',
  metadata: { name: 'shop', namespace: 'web' },
  spec: {
    groups: [
      {
        name: 'shop',
        interval: '1m',
        partial_response_strategy: 'warn',
        rules: [
          { record: 'shop:rate', expr: 'rate( shop_total [5m] )', labels: { window: '5m' } },
          { alert: 'ShopOld', expr: 'time() - shop_built > 3600', for: '10m' },
          { alert: 'ShopLate', expr: 'timestamp(shop_sold) < shop_bought' },
          { alert: 'ShopNewer', expr: 'max(timestamp(shop_sold)) > min(timestamp(shop_bought))' },
          { alert: 'ShopOdd', expr: 'not promql (' },
        ],
      },
    ],
  },
})!;

describe('a PrometheusRule as a file', () => {
  it('is the manifest in real time, without the fields of Thanos', () => {
    const { name, content, notes } = ruleFile(rules, { ...clock, speed: 1 });
    expect(name).toBe('web-shop.yaml');
    expect(content.groups).toEqual([
      {
        name: 'shop',
        interval: '1m',
        rules: [
          { record: 'shop:rate', expr: 'rate( shop_total [5m] )', labels: { window: '5m' } },
          { alert: 'ShopOld', expr: 'time() - shop_built > 3600', for: '10m' },
          { alert: 'ShopLate', expr: 'timestamp(shop_sold) < shop_bought' },
          { alert: 'ShopNewer', expr: 'max(timestamp(shop_sold)) > min(timestamp(shop_bought))' },
          { alert: 'ShopOdd', expr: 'not promql (' },
        ],
      },
    ]);
    expect(notes).toEqual([]);
  });

  it('stays in its folder, whatever the name', () => {
    const { name } = ruleFile({ ...rules, name: '/../../shop' }, clock);
    expect(name).toBe('web-%2F..%2F..%2Fshop.yaml');
  });

  it('has shorter durations, and notes on rules that cannot be sped up', () => {
    const { content, notes } = ruleFile(rules, clock);
    expect(content.groups).toEqual([
      {
        name: 'shop',
        interval: '1s',
        rules: [
          { record: 'shop:rate', expr: 'rate(shop_total[5s])', labels: { window: '5m' } },
          { alert: 'ShopOld', expr: 'time() - shop_built > 60', for: '10s' },
          { alert: 'ShopLate', expr: 'timestamp(shop_sold) < shop_bought' },
          { alert: 'ShopNewer', expr: 'max(timestamp(shop_sold)) > min(timestamp(shop_bought))' },
          { alert: 'ShopOdd', expr: 'not promql (' },
        ],
      },
    ]);
    expect(notes).toEqual([
      'PrometheusRule web/shop: ShopLate reads the clock, which is not sped up; use --speed 1 to try it',
      'PrometheusRule web/shop: ShopOdd not parsed here, so its durations stay as they are; use --speed 1 to try it',
    ]);
  });

  it('is unchanged where it has no durations', () => {
    expect(speedUpText('sum by (a) (up)', clock)).toEqual({ text: 'sum by (a) (up)' });
  });
});
