/** What the side panel can show. */
export type SidePane = 'policy' | 'inspector' | 'log';

/** What a narrow screen shows one of at a time. */
export type Pane = 'lesson' | 'system' | SidePane;

export const PANES: readonly Pane[] = ['lesson', 'system', 'policy', 'inspector', 'log'];
