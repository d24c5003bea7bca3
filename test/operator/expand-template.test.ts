import { expandTemplate } from '../../src/operator/expand-template';

const match = { groups: ['web-1', 'web', undefined, '1'], names: { app: 1, none: 2 } };

test.each([
  ['plain', 'plain'],
  ['$1/$3', 'web/1'],
  ['${1}x', 'webx'],
  ['$1x', ''],
  ['$1-x', 'web-x'],
  ['$0', 'web-1'],
  ['$app.${app}', 'web.web'],
  ['<$2><$none><$9><$01><$unknown>', '<><><><><>'],
  ['$$1', '$1'],
  ['a$', 'a$'],
  ['${1', '${1'],
  ['${}', '${}'],
  ['$ 1', '$ 1'],
])('%s becomes %s', (template, expanded) => {
  expect(expandTemplate(template, match)).toBe(expanded);
});
