export { compileReadScenario, compileScenario } from './compile-scenario';
export { readDocument, type Reading } from './document/read';
export { compilePolicies } from './policies';
export { resolveFault, type FaultSource } from './fault';
