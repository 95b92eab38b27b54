"""The practice standards and their dated versions."""
