"""How long each attachment of the psoas is while the right hip bends, and how far it pulls from the hip's axis."""

import numpy as np

import psoas

body = psoas.load_body(psoas.Person(height_m=1.72, mass_kg=64, sex="female"))
angles = np.radians(np.arange(-20, 121, 20))
poses = body.poses(hip_flexion_r=angles, lumbar_extension=np.radians(-10))
paths = psoas.muscle_paths(body, poses)  # lengths (8, muscles) [m], moment_arms (8, muscles, coordinates) [m]

about_hip = body.coordinate_index("hip_flexion_r")
print("attachment               ", *(f"{angle:5.0f}" for angle in np.degrees(angles)), " deg")
for fascicle in psoas.psoas_fascicles()[:11]:
    column = body.muscle_index(fascicle.name)
    print(f"{fascicle.origin:25}", *(f"{mm:5.0f}" for mm in paths.lengths[:, column] * 1e3), " mm long")
    print(
        " " * 25, *(f"{mm:5.1f}" for mm in paths.moment_arms[:, column, about_hip] * 1e3), " mm from the axis"
    )
