export { compileScenario } from './compile-scenario';
export { compilePolicies } from './policies';
export { resolveFault, type FaultSource } from './fault';
