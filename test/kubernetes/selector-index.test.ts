import { SelectorIndex } from '../../src/kubernetes/selector-index';
import type { LabelSelector } from '../../src/kubernetes/selector';

const index = (items: Readonly<Record<string, LabelSelector>>) =>
  new SelectorIndex(Object.entries(items), ([name, selector]) => ({
    namespace: name.split('/')[0]!,
    selector,
  }));
const names = (found: readonly (readonly [string, LabelSelector])[]) => found.map(([name]) => name);

test('it finds the selectors that match labels, in their namespace', () => {
  const all = index({
    'shop/everything': {},
    'shop/cart': { matchLabels: { app: 'cart' } },
    'shop/cart of the team': { matchLabels: { team: 'shop', app: 'cart' } },
    'shop/cart of the web': { matchLabels: { app: 'cart', tier: 'web' } },
    'shop/any app': { matchExpressions: [{ key: 'app', operator: 'Exists' }] },
    'shop/no app': { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] },
    'web/cart': { matchLabels: { app: 'cart' } },
  });
  expect(names(all.selecting('shop', { app: 'cart', team: 'shop' }))).toEqual([
    'shop/everything',
    'shop/any app',
    'shop/cart',
    'shop/cart of the team',
  ]);
  expect(names(all.selecting('shop', {}))).toEqual(['shop/everything', 'shop/no app']);
  expect(names(all.selecting('elsewhere', { app: 'cart' }))).toEqual([]);
});

test('a label that all share does not cause a full scan', () => {
  let looks = 0;
  const counted = (app: string): LabelSelector => ({
    matchLabels: {
      team: 'shop',
      get app() {
        looks += 1;
        return app;
      },
    },
  });
  const many = new SelectorIndex(
    Array.from({ length: 1000 }, (_, number) => `app-${number}`),
    (app) => ({ namespace: 'shop', selector: counted(app) }),
  );
  looks = 0;
  expect(many.selecting('shop', { team: 'shop', app: 'app-7' })).toEqual(['app-7']);
  expect(looks).toBeLessThan(10);
});
