export { availabilitySlo } from './kinds/availability';
export { latencySlo } from './kinds/latency';
export { probeSlo } from './kinds/probe';
export { promqlSlo } from './kinds/promql';
export { ratioSlo } from './kinds/ratio';
export { timeSliceSlo } from './kinds/time-slice';
export { kindOf, sloKinds, type Slo } from './kinds/index';
export { errorBudgetOf, sloResource } from './objective';
