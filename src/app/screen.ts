/**
 * Up to this width the parts of a lab stand below each other, or one at a time. Style sheets cannot read it from here:
 * LabLayout and what it holds name the same width.
 */
export const STACKED_TO_PX = 960;
/** Up to this width an open side panel takes so much from the drawing that the chart makes room for both. */
export const TIGHT_TO_PX = 1180;
/** The side panel beside the drawing, on a screen wider than that. */
export const SIDE_PX = 376;
