import { findEnvironment } from '../fixtures/stack/index';
import { placeServices, type PlacedService } from '../../src/catalog/placement';
import { ruleResources } from '../../src/catalog/rule-resources';
import { orderApi } from '../fixtures/stack/order-api';
import { serviceDashboards } from '../../src/dashboards/service-dashboards';
import { dashboardUid, OVERVIEW_UID } from '../../src/rules/dashboard-links';
import { isAlert } from '../../src/rules/rule';

describe('the uid of a dashboard', () => {
  it.each([
    ['order-api', 'signals', 'order-api-signals'],
    ['order-api', 'slo', 'order-api-slo'],
    ['a'.repeat(32), 'signals', `${'a'.repeat(32)}-signals`],
    ['a'.repeat(33), 'signals', `${'a'.repeat(23)}-852785c8-signals`],
  ] as const)('of %s (%s) is %s', (service, kind, uid) => {
    expect(dashboardUid(service, kind)).toBe(uid);
  });

  it('never has more than the 40 characters that Grafana takes', () => {
    expect(dashboardUid('x'.repeat(63), 'signals')).toHaveLength(40);
  });

  it('tells two long names apart that start alike', () => {
    expect(dashboardUid(`${'x'.repeat(40)}-a`, 'slo')).not.toBe(dashboardUid(`${'x'.repeat(40)}-b`, 'slo'));
  });

  it('is never that of the overview', () => {
    expect(OVERVIEW_UID).not.toMatch(/-(signals|slo)$/);
  });
});

describe('the dashboard of an alert', () => {
  const dev = findEnvironment('dev');
  const placed = (grafana: { readonly url?: string }): PlacedService =>
    placeServices([orderApi], { ...dev, grafana: { ...dev.grafana, ...grafana } })[0]!;
  const alertsOf = (service: PlacedService) =>
    ruleResources(service).flatMap(({ groups }) => groups.flatMap(({ rules }) => rules.filter(isAlert)));

  it('is the error budgets for alerts of objectives and the golden signals for all others', () => {
    const linked = alertsOf(placed({ url: 'https://grafana.example.com' })).map(
      ({ labels, annotations }) => `${'slo' in labels ? 'objective' : 'other'}: ${annotations.dashboard_url}`,
    );
    expect([...new Set(linked)].toSorted()).toEqual([
      'objective: https://grafana.example.com/d/order-api-slo',
      'other: https://grafana.example.com/d/order-api-signals',
    ]);
  });

  it('exists', () => {
    const service = placed({ url: 'https://grafana.example.com' });
    const existing = serviceDashboards(service).map(({ uid }) => `https://grafana.example.com/d/${uid}`);
    expect(alertsOf(service).length).toBeGreaterThan(0);
    for (const { annotations } of alertsOf(service)) expect(existing).toContain(annotations.dashboard_url);
  });

  it('is not linked to while nobody said where Grafana is', () => {
    for (const { annotations } of alertsOf(placed({})))
      expect(Object.keys(annotations)).toEqual(['summary', 'description', 'runbook_url']);
  });
});
