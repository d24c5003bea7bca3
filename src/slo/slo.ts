export { availabilitySlo } from './kinds/availability';
export { latencySlo } from './kinds/latency';
export { ratioSlo } from './kinds/ratio';
export { kindOf, sloKinds, type Slo } from './kinds/index';
export { errorBudgetOf, sloResource } from './objective';
