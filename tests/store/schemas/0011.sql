BEGIN TRANSACTION;
CREATE TABLE "bouts" (
	profile_id INTEGER NOT NULL, 
	day DATE NOT NULL, 
	start_min INTEGER NOT NULL, 
	end_min INTEGER NOT NULL, 
	activity VARCHAR NOT NULL, 
	CONSTRAINT pk_bouts PRIMARY KEY (profile_id, day, start_min), 
	CONSTRAINT fk_bouts_profile_id FOREIGN KEY(profile_id) REFERENCES profiles (id) ON DELETE CASCADE, 
	CONSTRAINT ck_bouts_minutes CHECK (0 <= start_min AND start_min < end_min AND end_min <= 1440), 
	CONSTRAINT ck_bouts_activity CHECK (activity IN ('', 'desk', 'car', 'couch', 'machine', 'sitting', 'standing', 'walking', 'swimming', 'skiing', 'skating', 'other'))
);
INSERT INTO "bouts" VALUES(1,'2026-03-01',540,600,'desk');
INSERT INTO "bouts" VALUES(1,'2026-03-01',600,605,'walking');
INSERT INTO "bouts" VALUES(1,'2026-03-01',1380,1440,'couch');
INSERT INTO "bouts" VALUES(1,'2026-03-01',700,720,'');
CREATE TABLE corrections (
	set_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	fault VARCHAR NOT NULL, 
	present BOOLEAN NOT NULL, 
	CONSTRAINT pk_corrections PRIMARY KEY (set_id, number, fault), 
	CONSTRAINT fk_corrections_set_id FOREIGN KEY(set_id) REFERENCES sets (id) ON DELETE CASCADE, 
	CONSTRAINT ck_corrections_number CHECK (number >= 1), 
	CONSTRAINT ck_corrections_fault CHECK (length(fault) BETWEEN 1 AND 100)
);
INSERT INTO "corrections" VALUES(1,1,'bounce',0);
INSERT INTO "corrections" VALUES(1,1,'arched_back',1);
CREATE TABLE homework (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	profile_id INTEGER NOT NULL, 
	role VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	client VARCHAR NOT NULL, 
	trainer VARCHAR NOT NULL, 
	made_at DATETIME NOT NULL, 
	note VARCHAR NOT NULL, 
	tasks JSON NOT NULL, 
	kept_at DATETIME NOT NULL, 
	opened DATE, 
	written_at DATETIME, 
	CONSTRAINT fk_homework_profile_id FOREIGN KEY(profile_id) REFERENCES profiles (id) ON DELETE CASCADE, 
	CONSTRAINT ck_homework_role CHECK (role IN ('given', 'received')), 
	CONSTRAINT ck_homework_names CHECK (length(key) BETWEEN 1 AND 100 AND length(client) BETWEEN 1 AND 100 AND length(trainer) <= 100), 
	CONSTRAINT ck_homework_note CHECK (length(note) <= 500)
);
INSERT INTO "homework" VALUES(1,1,'given','0123456789abcdef','Zoë','Kim','2026-03-01 07:30:00.123456','Slowly.','[{"exercise": "bed_edge", "sides": ["left", "right"], "sets": 2, "repetitions": 3, "hold_s": 30.0, "days_a_week": 5}]','2026-03-01 07:30:00.123456','2026-03-01','2026-03-01 07:30:00.123456');
CREATE TABLE homework_pictures (
	homework_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	caption VARCHAR NOT NULL, 
	picture BLOB NOT NULL, 
	remarks JSON NOT NULL, 
	CONSTRAINT pk_homework_pictures PRIMARY KEY (homework_id, number), 
	CONSTRAINT fk_homework_pictures_homework_id FOREIGN KEY(homework_id) REFERENCES homework (id) ON DELETE CASCADE, 
	CONSTRAINT ck_homework_pictures_number CHECK (number >= 1), 
	CONSTRAINT ck_homework_pictures_picture CHECK (length(picture) BETWEEN 1 AND 40000)
);
INSERT INTO "homework_pictures" VALUES(1,1,'Deepest',X'FFD82064656570657374','[{"kind": "arrow", "points": [[0.25, 0.5], [0.75, 0.5]], "words": ""}, {"kind": "text", "points": [[0.1, 0.9]], "words": "tuck"}]');
CREATE TABLE homework_sets (
	homework_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	day DATE NOT NULL, 
	exercise VARCHAR NOT NULL, 
	side VARCHAR NOT NULL, 
	repetitions INTEGER NOT NULL, 
	hold_s DOUBLE NOT NULL, 
	good INTEGER, 
	pain_after INTEGER, 
	CONSTRAINT pk_homework_sets PRIMARY KEY (homework_id, number), 
	CONSTRAINT fk_homework_sets_homework_id FOREIGN KEY(homework_id) REFERENCES homework (id) ON DELETE CASCADE, 
	CONSTRAINT ck_homework_sets_side CHECK (side IN ('left', 'right')), 
	CONSTRAINT ck_homework_sets_figures CHECK (repetitions >= 0 AND hold_s >= 0 AND good >= 0 AND pain_after BETWEEN 0 AND 10)
);
INSERT INTO "homework_sets" VALUES(1,1,'2026-03-01','bed_edge','left',3,30.5,NULL,2);
CREATE TABLE "key_frames" (
	set_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	moment VARCHAR NOT NULL, 
	picture BLOB NOT NULL, 
	remarks JSON NOT NULL, 
	CONSTRAINT pk_key_frames PRIMARY KEY (set_id, number, moment), 
	CONSTRAINT ck_key_frames_picture CHECK (length(picture) BETWEEN 1 AND 40000), 
	CONSTRAINT fk_key_frames_set_id FOREIGN KEY(set_id) REFERENCES sets (id) ON DELETE CASCADE, 
	CONSTRAINT ck_key_frames_number CHECK (number >= 1), 
	CONSTRAINT ck_key_frames_moment CHECK (moment IN ('start', 'deepest', 'worst'))
);
INSERT INTO "key_frames" VALUES(1,1,'start',X'FFD800207374617274','[]');
INSERT INTO "key_frames" VALUES(1,1,'deepest',X'FFD82064656570657374','[{"kind": "arrow", "points": [[0.25, 0.5], [0.75, 0.5]], "words": ""}, {"kind": "text", "points": [[0.1, 0.9]], "words": "tuck"}]');
INSERT INTO "key_frames" VALUES(3,1,'worst',X'FFD820776F727374','[]');
CREATE TABLE notes (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	profile_id INTEGER NOT NULL, 
	written_at DATETIME NOT NULL, 
	words VARCHAR NOT NULL, 
	CONSTRAINT fk_notes_profile_id FOREIGN KEY(profile_id) REFERENCES profiles (id) ON DELETE CASCADE, 
	CONSTRAINT ck_notes_words CHECK (length(words) BETWEEN 1 AND 4000)
);
INSERT INTO "notes" VALUES(1,1,'2026-03-01 07:30:00.123456','Left hip is stiffer.');
CREATE TABLE observations (
	profile_id INTEGER NOT NULL, 
	start_s BIGINT NOT NULL, 
	end_s BIGINT NOT NULL, 
	wear VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	context VARCHAR NOT NULL, 
	confidence DOUBLE NOT NULL, 
	started BOOLEAN NOT NULL, 
	source VARCHAR NOT NULL, 
	CONSTRAINT pk_observations PRIMARY KEY (profile_id, start_s, end_s, wear, kind, context), 
	CONSTRAINT fk_observations_profile_id FOREIGN KEY(profile_id) REFERENCES profiles (id) ON DELETE CASCADE, 
	CONSTRAINT ck_observations_times CHECK (0 < start_s AND start_s < end_s), 
	CONSTRAINT ck_observations_wear CHECK (wear IN ('thigh', 'hip', 'wrist', 'phone', 'computer', 'hand')), 
	CONSTRAINT ck_observations_kind CHECK (kind IN ('', 'desk', 'car', 'couch', 'machine', 'sitting', 'standing', 'walking', 'swimming', 'skiing', 'skating', 'other'))
);
INSERT INTO "observations" VALUES(1,1772350000,1772353600,'thigh','sitting','',0.9,0,'export.zip');
INSERT INTO "observations" VALUES(1,1772353600,1772357200,'wrist','','gym',0.0,1,'export.zip');
CREATE TABLE offsets (
	profile_id INTEGER NOT NULL, 
	source VARCHAR NOT NULL, 
	start_s BIGINT NOT NULL, 
	offset_s INTEGER NOT NULL, 
	CONSTRAINT pk_offsets PRIMARY KEY (profile_id, source, start_s), 
	CONSTRAINT fk_offsets_profile_id FOREIGN KEY(profile_id) REFERENCES profiles (id) ON DELETE CASCADE, 
	CONSTRAINT ck_offsets_offset CHECK (offset_s BETWEEN -57600 AND 57600)
);
INSERT INTO "offsets" VALUES(1,'export.zip',1772350000,-18000);
CREATE TABLE "profiles" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	height_m DOUBLE, 
	target_repetitions INTEGER NOT NULL, 
	speech BOOLEAN NOT NULL, 
	remind_after_min INTEGER NOT NULL, 
	theme VARCHAR NOT NULL, 
	sleep_from_min INTEGER, 
	sleep_to_min INTEGER, 
	evening_from_min INTEGER, 
	evening_to_min INTEGER, 
	standing_desk BOOLEAN NOT NULL, 
	time_zone VARCHAR, 
	sensor_worn VARCHAR, 
	keep_pictures BOOLEAN NOT NULL, 
	goal_days INTEGER, 
	goal_opening_deg DOUBLE, 
	client BOOLEAN NOT NULL, 
	CONSTRAINT ck_profiles_remind CHECK (remind_after_min BETWEEN 0 AND 1440), 
	CONSTRAINT ck_profiles_name CHECK (length(name) BETWEEN 1 AND 100), 
	CONSTRAINT ck_profiles_times CHECK (((sleep_from_min IS NULL AND sleep_to_min IS NULL) OR (sleep_from_min IS NOT NULL AND sleep_from_min BETWEEN 0 AND 1439 AND sleep_to_min IS NOT NULL AND sleep_to_min BETWEEN 0 AND 1439)) AND ((evening_from_min IS NULL AND evening_to_min IS NULL) OR (evening_from_min IS NOT NULL AND evening_from_min BETWEEN 0 AND 1439 AND evening_to_min IS NOT NULL AND evening_to_min BETWEEN 0 AND 1439))), 
	CONSTRAINT ck_profiles_theme CHECK (theme IN ('auto', 'light', 'dark')), 
	CONSTRAINT ck_profiles_height CHECK (height_m BETWEEN 1.0 AND 2.3), 
	CONSTRAINT ck_profiles_worn CHECK (sensor_worn IN ('thigh', 'hip', 'wrist')), 
	CONSTRAINT ck_profiles_target CHECK (target_repetitions BETWEEN 8 AND 10), 
	CONSTRAINT ck_profiles_goals CHECK (goal_days BETWEEN 1 AND 7 AND goal_opening_deg BETWEEN 0 AND 60)
);
INSERT INTO "profiles" VALUES(1,'Zoë 🦵 O''Neill','2026-11-29 23:23:50.171960',1.68,8,0,0,'dark',1380,420,NULL,NULL,1,'Europe/Paris','thigh',1,4,12.5,1);
INSERT INTO "profiles" VALUES(2,'Second','2026-11-29 23:23:50.207979',NULL,10,1,30,'auto',NULL,NULL,NULL,NULL,0,NULL,NULL,0,NULL,NULL,0);
CREATE TABLE psoas_schema (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT psoas_schema_pkc PRIMARY KEY (version_num)
);
INSERT INTO "psoas_schema" VALUES('0011');
CREATE TABLE reminders (
	profile_id INTEGER NOT NULL, 
	rang_at DATETIME NOT NULL, 
	sat_since DATETIME NOT NULL, 
	answer VARCHAR, 
	answered_at DATETIME, 
	CONSTRAINT pk_reminders PRIMARY KEY (profile_id, rang_at), 
	CONSTRAINT fk_reminders_profile_id FOREIGN KEY(profile_id) REFERENCES profiles (id) ON DELETE CASCADE, 
	CONSTRAINT ck_reminders_answer CHECK (answer IN ('stood_up', 'stretched', 'postponed', 'paused', 'left'))
);
INSERT INTO "reminders" VALUES(1,'2026-03-01 07:30:00.123456','2026-03-01 07:00:00.123456',NULL,NULL);
INSERT INTO "reminders" VALUES(1,'2026-03-01 08:00:00.123456','2026-03-01 07:30:00.123456','stood_up','2026-03-01 08:01:00.123456');
CREATE TABLE "repetitions" (
	set_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	start_s DOUBLE NOT NULL, 
	end_s DOUBLE NOT NULL, 
	hold_s DOUBLE NOT NULL, 
	thigh_travel_deg DOUBLE, 
	hip_opening_deg DOUBLE, 
	arch_deg DOUBLE, 
	pelvis_deg DOUBLE, 
	trunk_lean_deg DOUBLE, 
	faults JSON NOT NULL, 
	good BOOLEAN, 
	figures JSON NOT NULL, 
	possible_faults JSON NOT NULL, 
	CONSTRAINT pk_repetitions PRIMARY KEY (set_id, number), 
	CONSTRAINT ck_repetitions_number CHECK (number BETWEEN 1 AND 1000000), 
	CONSTRAINT fk_repetitions_set_id FOREIGN KEY(set_id) REFERENCES sets (id) ON DELETE CASCADE, 
	CONSTRAINT ck_repetitions_times CHECK (end_s >= start_s AND hold_s >= 0)
);
INSERT INTO "repetitions" VALUES(1,1,0.5,5.25,2.1,18.4,11.0,3.5,-6.0,4.0,'["short_hold", "bounce"]',0,'{}','[]');
INSERT INTO "repetitions" VALUES(1,2,6.0,10.5,2.0,NULL,NULL,NULL,NULL,NULL,'[]',1,'{}','[]');
INSERT INTO "repetitions" VALUES(1,3,11.0,15.0,1.9,9.1,NULL,NULL,NULL,NULL,'[]',NULL,'{}','[]');
INSERT INTO "repetitions" VALUES(3,1,0.5,5.25,2.1,18.4,11.0,3.5,-6.0,4.0,'["short_hold", "bounce"]',0,'{}','[]');
CREATE TABLE screenings (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	profile_id INTEGER NOT NULL, 
	answered_at DATETIME NOT NULL, 
	flags JSON NOT NULL, 
	cleared BOOLEAN NOT NULL, 
	CONSTRAINT fk_screenings_profile_id FOREIGN KEY(profile_id) REFERENCES profiles (id) ON DELETE CASCADE
);
INSERT INTO "screenings" VALUES(1,1,'2026-03-01 07:30:00.123456','["front_of_hip_pain"]',1);
CREATE TABLE "sessions" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	profile_id INTEGER NOT NULL, 
	purpose VARCHAR NOT NULL, 
	started_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	pain_before INTEGER, 
	pain_after INTEGER, 
	exercise VARCHAR NOT NULL, 
	CONSTRAINT fk_sessions_profile_id FOREIGN KEY(profile_id) REFERENCES profiles (id) ON DELETE CASCADE, 
	CONSTRAINT ck_sessions_purpose CHECK (purpose IN ('practice', 'retest')), 
	CONSTRAINT ck_sessions_pain CHECK (pain_before BETWEEN 0 AND 10 AND pain_after BETWEEN 0 AND 10), 
	CONSTRAINT ck_sessions_exercise CHECK (length(exercise) BETWEEN 1 AND 100)
);
INSERT INTO "sessions" VALUES(1,1,'retest','2026-03-01 07:30:00.123456','2026-03-01 07:34:00.123456',4,3,'half_kneeling_stretch');
INSERT INTO "sessions" VALUES(2,1,'practice','2026-03-02 07:30:00.123456',NULL,NULL,NULL,'half_kneeling_stretch');
CREATE TABLE "sets" (
	id INTEGER NOT NULL, 
	session_id INTEGER NOT NULL, 
	side VARCHAR NOT NULL, 
	method VARCHAR NOT NULL, 
	started_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	weights VARCHAR, 
	bands JSON NOT NULL, 
	exercise VARCHAR NOT NULL, 
	unmeasured JSON NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT ck_sets_side CHECK (side IN ('left', 'right')), 
	CONSTRAINT ck_sets_exercise CHECK (length(exercise) BETWEEN 1 AND 100), 
	CONSTRAINT ck_sets_weights CHECK (weights IN ('full', 'lite')), 
	CONSTRAINT ck_sets_method CHECK (method IN ('camera', 'clip', 'timer')), 
	CONSTRAINT fk_sets_session_id FOREIGN KEY(session_id) REFERENCES sessions (id) ON DELETE CASCADE
);
INSERT INTO "sets" VALUES(1,1,'left','camera','2026-03-01 07:30:00.123456','2026-03-01 07:31:00.123456','full','{"arch": 1.25, "hip_opening": 2.0}','half_kneeling_stretch','{}');
INSERT INTO "sets" VALUES(2,1,'right','timer','2026-03-01 07:32:00.123456',NULL,NULL,'{}','half_kneeling_stretch','{}');
INSERT INTO "sets" VALUES(3,2,'left','clip','2026-03-02 07:30:00.123456',NULL,NULL,'{}','half_kneeling_stretch','{}');
CREATE TABLE "steps" (
	profile_id INTEGER NOT NULL, 
	source VARCHAR NOT NULL, 
	start_s BIGINT NOT NULL, 
	wear VARCHAR NOT NULL, 
	count DOUBLE NOT NULL, 
	length_s INTEGER NOT NULL, 
	CONSTRAINT pk_steps PRIMARY KEY (profile_id, source, start_s, length_s), 
	CONSTRAINT ck_steps_wear CHECK (wear IN ('thigh', 'hip', 'wrist', 'phone', 'computer', 'hand')), 
	CONSTRAINT fk_steps_profile_id FOREIGN KEY(profile_id) REFERENCES profiles (id) ON DELETE CASCADE, 
	CONSTRAINT ck_steps_times CHECK (0 < start_s AND start_s % 300 = 0 AND 0 < length_s AND length_s % 300 = 0)
);
INSERT INTO "steps" VALUES(1,'export.zip',1772350200,'wrist',240.0,300);
INSERT INTO "steps" VALUES(1,'export.zip',1772353800,'phone',17.5,300);
INSERT INTO "steps" VALUES(1,'export.zip',1772353800,'phone',900.0,3600);
CREATE TABLE trainer_sessions (
	session_id INTEGER NOT NULL, 
	reports JSON NOT NULL, 
	CONSTRAINT pk_trainer_sessions PRIMARY KEY (session_id), 
	CONSTRAINT fk_trainer_sessions_session_id FOREIGN KEY(session_id) REFERENCES sessions (id) ON DELETE CASCADE
);
INSERT INTO "trainer_sessions" VALUES(2,'["2026-03-02_073000_0a1b"]');
CREATE INDEX ix_screenings_profile ON screenings (profile_id, answered_at);
CREATE INDEX ix_sessions_profile ON sessions (profile_id, started_at);
CREATE INDEX ix_sets_session ON sets (session_id);
CREATE INDEX ix_notes_profile ON notes (profile_id);
CREATE UNIQUE INDEX ix_homework_key ON homework (role, "key");
CREATE INDEX ix_homework_profile ON homework (profile_id);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('sessions',2);
INSERT INTO "sqlite_sequence" VALUES('profiles',2);
INSERT INTO "sqlite_sequence" VALUES('screenings',1);
INSERT INTO "sqlite_sequence" VALUES('notes',1);
INSERT INTO "sqlite_sequence" VALUES('homework',1);
COMMIT;
