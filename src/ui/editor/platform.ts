/** Whether the keys are Apple's. */
export const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);
