import { template } from '../../src/page-check/raw-path';

test.each([
  ['/orders/123', '/orders/:id'],
  ['/orders/123/notes/4?page=2', '/orders/:id/notes/:id'],
  ['/users/3fa85f64-5717-4562-b3fc-2c963f66afa6', '/users/:id'],
  ['/users/ann@example.com', '/users/:email'],
  ['/o/507f1f77bcf86cd799439011', '/o/:id'],
  ['user-17', 'user-:id'],
  ['1700000000', ':id'],
  ['/orders/:id', '/orders/:id'],
  ['/v1/orders', '/v1/orders'],
  ['/internationalization', '/internationalization'],
  ['unmatched', 'unmatched'],
  ['1.2.3', '1.2.3'],
])('%s has the shape %s', (value, shape) => {
  expect(template(value)).toBe(shape);
});
