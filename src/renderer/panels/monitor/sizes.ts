/** Pixels of the vertical axis of every strip, so that all have one time axis. */
export const AXIS_WIDTH = 52;
export const LANE_HEIGHT = 12;
export const LANE_GAP = 3;
