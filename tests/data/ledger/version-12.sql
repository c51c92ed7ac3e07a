BEGIN TRANSACTION;
CREATE TABLE batches (
            number INTEGER PRIMARY KEY, edrpou TEXT NOT NULL, source TEXT NOT NULL, batch_id TEXT NOT NULL,
            content_sha256 BLOB NOT NULL, prev_content_sha256 BLOB, batch_seq BIGINT NOT NULL,
            received_at BIGINT NOT NULL, first_seq BIGINT NOT NULL, n BIGINT NOT NULL, replayed BLOB
        );
CREATE TABLE blocks (
            first INTEGER PRIMARY KEY, log BIGINT NOT NULL, n BIGINT NOT NULL, tick BIGINT NOT NULL, received_at BIGINT NOT NULL,
            source TEXT NOT NULL, by_name TEXT
        );
INSERT INTO "blocks" VALUES(1099511627776,1,3,7355837150654464,1795514400000000,'core-1',NULL);
CREATE TABLE brands (
            edrpou TEXT NOT NULL, brand_id TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (edrpou, brand_id)
        ) WITHOUT ROWID;
INSERT INTO "brands" VALUES('90417318','mlynok','Млинок');
INSERT INTO "brands" VALUES('90417318','mlynok-bet','Млинок Бет');
INSERT INTO "brands" VALUES('90417318','stavkohrai','Ставкограй');
CREATE TABLE case_events (
            edrpou TEXT NOT NULL, subject TEXT NOT NULL, version BIGINT NOT NULL, number BIGINT NOT NULL,
            size BIGINT NOT NULL, at BIGINT NOT NULL, by_name TEXT NOT NULL, state TEXT NOT NULL, assignee TEXT,
            note TEXT NOT NULL, PRIMARY KEY (edrpou, subject, version)
        ) WITHOUT ROWID;
CREATE TABLE commands (
            who TEXT NOT NULL, endpoint TEXT NOT NULL, idempotency_key TEXT NOT NULL, body_sha256 TEXT NOT NULL,
            status INTEGER, answer BLOB NOT NULL, at BIGINT NOT NULL,
            PRIMARY KEY (who, endpoint, idempotency_key)
        ) WITHOUT ROWID;
CREATE TABLE correction_parts (
            set_id TEXT NOT NULL, sha256 TEXT NOT NULL, part TEXT NOT NULL, taken_at BIGINT,
            PRIMARY KEY (set_id, sha256)
        ) WITHOUT ROWID;
CREATE TABLE correction_sets (
            set_id TEXT NOT NULL, edrpou TEXT NOT NULL, rnokpp TEXT NOT NULL, by_name TEXT NOT NULL,
            at BIGINT NOT NULL, until BIGINT NOT NULL, statement BLOB, cms BLOB, PRIMARY KEY (set_id)
        ) WITHOUT ROWID;
CREATE TABLE corrections (
            edrpou TEXT NOT NULL, seq BIGINT NOT NULL, attempt_id TEXT NOT NULL, of_attempt_id TEXT NOT NULL,
            by_name TEXT NOT NULL, PRIMARY KEY (edrpou, seq)
        ) WITHOUT ROWID;
CREATE TABLE credential_keys (
            key_id TEXT NOT NULL, credential_id TEXT NOT NULL, purpose TEXT NOT NULL, algorithm TEXT NOT NULL,
            spki BLOB NOT NULL, not_before BIGINT NOT NULL, not_after BIGINT NOT NULL,
            created_at BIGINT NOT NULL, last_at BIGINT, last_address TEXT, last_endpoint TEXT, uses BIGINT NOT NULL,
            errors BIGINT NOT NULL, activated_at BIGINT, retire_at BIGINT, revoked_at BIGINT, certificate TEXT,
            renewed_by TEXT, csr_sha256 TEXT NOT NULL, PRIMARY KEY (key_id)
        ) WITHOUT ROWID;
CREATE TABLE credentials (
            credential_id TEXT NOT NULL, edrpou TEXT NOT NULL, name TEXT NOT NULL, source_id TEXT NOT NULL,
            environment TEXT NOT NULL, scopes TEXT NOT NULL, until BIGINT NOT NULL, created_at BIGINT NOT NULL,
            created_by TEXT NOT NULL, addresses TEXT NOT NULL, revoked_at BIGINT, revoked_by TEXT,
            revoke_reason TEXT, suspended_at BIGINT, suspended_by TEXT, suspend_reason TEXT,
            replayed BOOLEAN NOT NULL, PRIMARY KEY (credential_id)
        ) WITHOUT ROWID;
CREATE TABLE frame_days (
            edrpou TEXT NOT NULL, start BIGINT NOT NULL, frame BIGINT NOT NULL, PRIMARY KEY (edrpou, start, frame)
        ) WITHOUT ROWID;
INSERT INTO "frame_days" VALUES('90417318',1795471200000000,0);
CREATE TABLE frames (place INTEGER PRIMARY KEY, lines BLOB NOT NULL, notes BLOB);
INSERT INTO "frames" VALUES(1099511627776,X'28B52FFD60770335090006523A2500AD58079E6085A06D89F4AF2EA0D27F7FBB125072EB4A5E6B5B95AA6FCB93EAD2FF4E1F422D0031002D00FB4E1D8E936324BFEB9286C1F79DA7AA594F6CF9BE438E0849A50D2B4FF4BBCE7CDF278D2E9517A0C40FF17289DD2C295A25E8F05D8794007774B1D05949099AB056BEEB8FE388340C4AC371243812C6A82B437CD70B98C616AE39F6781E951EF464896537233493EF7B1527D74AC5EF6A6D60DF27FAE84951097ED72BF0FBDEC090CA15941383AC53CC38131037945CBF4B3179181A050564D2700E60E2AD3DD7025A7BAD3DC748168E310C2370CD7DDFBB81228D340C8AF338DF772915004AE40E3B80BA12778252C0310B52076012105077DE2DF3AC124CD01B059996CC453D196C243C4BA6F83A33749309D8120CC3C6E7C1763BCB',X'28B52FFD600002651200D665834320AD3607000C40C16AFC0120E9FF28BF3C7B38E8E09F4170C6CA432206E36C188D48F2B6C8B617D9CF255439B96CDED98F8248A0D9E62E1C2A4DC3A0520A400850C4016A0072007300EEF594B99AD679AD2BF00EB45CE61D687BEA0C8DA7AFE61C6FFE7D784FAD79B0BEDAC14E8A7AEA70A36E2DB809E8ABAD633AEBD75363EA98D6ADAF7690C4B7A7D6389A86F5D5219ED6457E7BEA0195059540D3573B57B76EB0E044450900B44EBCC94BA5C526182A42021F9253BEF42E1F457CCAC70B281F555E24B3FC830C219740B2CA670839F7DCF6D418EA2189E39D3143E38961476B34A079B078678CEED1E9AB29D69891ECF228203EAA7C84BCF22D1F477248969045B2855CFA10CFF22B0F92477C2C7D9C340F164B2F9229E4962F7D85EFAB431E07C97B03251F195174B8663D94DD47EA60171BFC0B3187AABAAC2A40555D557559998E854565321401ABB258B086DB6A078BC29F87465CF6D1F13081C40B03075D0752D9B9B5787A1FF0E2C9612B96D6BFDA5787171FB3A3A7C680E8E4A8DFE8B676F8275E39A928B41EB1E288AD8B68C570F9D2B7FC4A2F2F24321AA4E71EDB3DA1B4122EE328582D49814C455958954569704CEAC637EADBEC48292A4C7C550353B07A9294B1A1C1E0D87036259EAD073075CF3B8CFD7E009D728CBD03AB35E132F7246824410C89CB1CCF3B0A551A76DE88CB382AED8784B3C93634181CD82643B0E19C74729BD8BA28150061241B3737C338E6A029173BC0128A2B21B575B8D30232C960A42B99F906071321C5001146346E60B537CD84E1073372A850360DBD8CE1E5021A');
CREATE TABLE games (
            edrpou TEXT NOT NULL, kind TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL,
            licence_no TEXT NOT NULL, valid_from TEXT NOT NULL, valid_to TEXT, PRIMARY KEY (edrpou, kind, code)
        ) WITHOUT ROWID;
INSERT INTO "games" VALUES('90417318','game','blackjack-1','Блекджек','OK-2024-017','2024-01-01',NULL);
INSERT INTO "games" VALUES('90417318','game','esports','Кіберспорт','BD-2024-009','2024-01-01',NULL);
INSERT INTO "games" VALUES('90417318','game','football','Футбол','BD-2024-009','2024-01-01',NULL);
INSERT INTO "games" VALUES('90417318','game','roulette-eu','Рулетка європейська','OK-2024-017','2024-01-01',NULL);
INSERT INTO "games" VALUES('90417318','game','slot-cossack','Козак','OK-2024-017','2024-01-01',NULL);
INSERT INTO "games" VALUES('90417318','game','slot-fruits','Фрукти','OK-2024-017','2024-01-01',NULL);
INSERT INTO "games" VALUES('90417318','game','tennis','Теніс','BD-2024-009','2024-01-01',NULL);
CREATE TABLE gaps (
            edrpou TEXT NOT NULL, source TEXT NOT NULL, kind TEXT NOT NULL, first_number BIGINT NOT NULL,
            last_number BIGINT NOT NULL, found_at BIGINT NOT NULL, PRIMARY KEY (edrpou, source, kind, first_number)
        ) WITHOUT ROWID;
CREATE TABLE id_lists (
            list_id TEXT NOT NULL, edrpou TEXT NOT NULL, owner TEXT NOT NULL, posted_at BIGINT NOT NULL,
            PRIMARY KEY (list_id)
        ) WITHOUT ROWID;
CREATE TABLE incidents (
            credential_id TEXT NOT NULL, at BIGINT NOT NULL, kind TEXT NOT NULL, by_name TEXT NOT NULL,
            note TEXT NOT NULL, PRIMARY KEY (credential_id, at)
        ) WITHOUT ROWID;
CREATE TABLE issued_identities (
            serial TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (serial)
        ) WITHOUT ROWID;
CREATE TABLE key_usage (
            key_id TEXT NOT NULL, address TEXT NOT NULL, hour BIGINT NOT NULL, first_at BIGINT NOT NULL,
            last_at BIGINT NOT NULL, n BIGINT NOT NULL, errors BIGINT NOT NULL, PRIMARY KEY (key_id, address, hour)
        ) WITHOUT ROWID;
CREATE TABLE licences (
            edrpou TEXT NOT NULL, number TEXT NOT NULL, kind INTEGER, vertical TEXT NOT NULL, issued TEXT NOT NULL,
            expires TEXT NOT NULL, state TEXT NOT NULL, paid_years INTEGER, fee_recorded_at BIGINT NOT NULL,
            entered_at BIGINT, PRIMARY KEY (edrpou, number)
        ) WITHOUT ROWID;
INSERT INTO "licences" VALUES('90417318','BD-2024-009',3,'BETTING','2024-01-03','2029-01-03','active',3,1770040800000000,1770105600000000);
INSERT INTO "licences" VALUES('90417318','OK-2024-017',2,'ONLINE_CASINO','2024-03-13','2029-03-14','active',3,1770040800000000,1770105600000000);
INSERT INTO "licences" VALUES('90417318','PK-2026-004',5,'ONLINE_POKER','2026-11-24','2031-11-24','active',1,1795503600000000,NULL);
CREATE TABLE listed_ids (
            list_id TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (list_id, id)
        ) WITHOUT ROWID;
CREATE TABLE login_evidence (
            login_id TEXT NOT NULL, person_id TEXT NOT NULL, at BIGINT NOT NULL, address TEXT NOT NULL,
            statement BLOB NOT NULL, cms BLOB NOT NULL, revocation TEXT NOT NULL, PRIMARY KEY (login_id)
        ) WITHOUT ROWID;
CREATE TABLE logs (
            log INTEGER PRIMARY KEY, edrpou TEXT NOT NULL UNIQUE, secret BLOB NOT NULL, size BIGINT NOT NULL,
            tick BIGINT NOT NULL, indexed BIGINT NOT NULL, checkpoint TEXT NOT NULL
        , rooted INTEGER NOT NULL DEFAULT 0, derived INTEGER NOT NULL DEFAULT 0, withholding TEXT NOT NULL DEFAULT '');
INSERT INTO "logs" VALUES(1,'90417318',X'AFFC0A4A45CA67BB0EA0DC5697AE7CA3C5FDAC08CAD7270BBA3E76740B0E3404',3,7355837150654469,0,'test/90417318
3
Vno2s2HNJeE1+4DvzHKacYMPye5PhmjliqNvpJSjYtU=

— test/log lIBz/RPL17micbENydnvrqroDlcfDUKlyL2dsIgBmM52jSSXSYpozmtwx5sZVpQTl83eMINLFly2qi6jMoDqP7g0FwU=
',0,3,'b023c3a6bae40c73db70359e72e65402');
CREATE TABLE long_lines (place INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE mandate_documents (
            person_id TEXT NOT NULL, statement BLOB NOT NULL, cms BLOB NOT NULL, stamped_at BIGINT NOT NULL,
            PRIMARY KEY (person_id)
        ) WITHOUT ROWID;
CREATE TABLE operators (
            edrpou TEXT NOT NULL, name TEXT NOT NULL, record_no TEXT NOT NULL, status TEXT NOT NULL,
            entered_at BIGINT, head_since TEXT NOT NULL, created_at BIGINT NOT NULL, PRIMARY KEY (edrpou)
        ) WITHOUT ROWID;
INSERT INTO "operators" VALUES('90417318','ТОВ «Млинок Плюс»','SOMS-TEST-000427','active',1770112800000000,'2023-04-11',1795514400000000);
CREATE TABLE people (
            person_id TEXT NOT NULL, edrpou TEXT NOT NULL, rnokpp TEXT NOT NULL, name TEXT NOT NULL,
            role TEXT NOT NULL, rights TEXT NOT NULL, until BIGINT, granted_by TEXT, granted_at BIGINT NOT NULL,
            first_login_at BIGINT, ended_at BIGINT, ended_by TEXT, end_reason TEXT, PRIMARY KEY (person_id)
        ) WITHOUT ROWID;
INSERT INTO "people" VALUES('01a22184-c5d8-7000-bf21-189943eb4386','90417318','3141592650','Ковальчук Олена Ігорівна','head','[]',NULL,NULL,1795514400000000,NULL,NULL,NULL,NULL);
INSERT INTO "people" VALUES('01a22184-c5d8-7001-8c81-827652bcfc80','90417318','2718281821','Мельник Тарас Богданович','compliance','[]',1811066400000000,NULL,1795514400000000,NULL,NULL,NULL,NULL);
INSERT INTO "people" VALUES('01a22184-c5d8-7002-b3c2-caa2315eb1de','90417318','1618033984','Гнатюк Ірина Василівна','it','[]',1811066400000000,NULL,1795514400000000,NULL,NULL,NULL,NULL);
CREATE TABLE referrers (
            bet BIGINT NOT NULL, seq BIGINT NOT NULL, PRIMARY KEY (bet, seq)
        ) WITHOUT ROWID;
INSERT INTO "referrers" VALUES(1099511627776,2);
CREATE TABLE rejection_blocks (
            edrpou TEXT NOT NULL, grp TEXT NOT NULL, block BIGINT NOT NULL, open BIGINT NOT NULL,
            total BIGINT NOT NULL, PRIMARY KEY (edrpou, grp, block)
        ) WITHOUT ROWID;
INSERT INTO "rejection_blocks" VALUES('90417318','',0,1,1);
INSERT INTO "rejection_blocks" VALUES('90417318','51b64f82dc465683',0,1,1);
CREATE TABLE rejection_days (
            edrpou TEXT NOT NULL, grp TEXT NOT NULL, day TEXT NOT NULL, n BIGINT NOT NULL,
            PRIMARY KEY (edrpou, grp, day)
        ) WITHOUT ROWID;
INSERT INTO "rejection_days" VALUES('90417318','51b64f82dc465683','2026-11-24',1);
CREATE TABLE rejection_groups (
            edrpou TEXT NOT NULL, grp TEXT NOT NULL, code TEXT NOT NULL, pointer TEXT NOT NULL,
            source TEXT NOT NULL, open BIGINT NOT NULL, total BIGINT NOT NULL, open_kop BIGINT NOT NULL,
            first_seen BIGINT NOT NULL, last_seen BIGINT NOT NULL, recurred_at BIGINT, case_state TEXT NOT NULL,
            assignee TEXT, case_version BIGINT NOT NULL, open_bet_kop BIGINT NOT NULL DEFAULT 0, open_refund_kop BIGINT NOT NULL DEFAULT 0, open_payout_kop BIGINT NOT NULL DEFAULT 0, PRIMARY KEY (edrpou, grp)
        ) WITHOUT ROWID;
INSERT INTO "rejection_groups" VALUES('90417318','51b64f82dc465683','AM-403','/currency','core-1',1,1,500,1795514400000000,1795514400000000,NULL,'new',NULL,0,500,0,0);
CREATE TABLE rejection_roots (
            edrpou TEXT NOT NULL, grp TEXT NOT NULL, root_grp TEXT NOT NULL, open BIGINT NOT NULL,
            open_kop BIGINT NOT NULL, ready BIGINT NOT NULL, open_bet_kop BIGINT NOT NULL DEFAULT 0, open_refund_kop BIGINT NOT NULL DEFAULT 0, open_payout_kop BIGINT NOT NULL DEFAULT 0, PRIMARY KEY (edrpou, grp, root_grp)
        ) WITHOUT ROWID;
CREATE TABLE rejections (
            edrpou TEXT NOT NULL, seq BIGINT NOT NULL, attempt_id TEXT NOT NULL, state TEXT NOT NULL,
            grp TEXT NOT NULL, codes TEXT NOT NULL, first_code TEXT NOT NULL, pointer TEXT NOT NULL,
            source TEXT NOT NULL, received_at BIGINT NOT NULL, operator_tx_id TEXT, type TEXT, licence_no TEXT, brand_id TEXT, amount_kop BIGINT, occurred_at BIGINT, related_tx_id TEXT, site_id TEXT, corrected_by TEXT, closed_at BIGINT,
            case_state TEXT NOT NULL, assignee TEXT, case_version BIGINT NOT NULL, root_tx TEXT, root_grp TEXT, root_attempt TEXT, root_accepted INTEGER, ggr_kop BIGINT NOT NULL DEFAULT 0, PRIMARY KEY (edrpou, seq)
        ) WITHOUT ROWID;
INSERT INTO "rejections" VALUES('90417318',1,'01a22184-c63f-7002-a337-27f0f3e157e1','open','51b64f82dc465683','AM-403','AM-403','/currency','core-1',1795514400000000,'kept-2','BET','OK-2024-017','mlynok',500,1795514400000000,NULL,'mlynok.ua',NULL,NULL,'new',NULL,0,NULL,NULL,NULL,NULL,500);
CREATE TABLE replay_fixes (
            attempt_id TEXT NOT NULL, due BIGINT NOT NULL, number BIGINT NOT NULL, code TEXT NOT NULL,
            original_sha256 TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (attempt_id)
        ) WITHOUT ROWID;
CREATE TABLE replays (
            seed BIGINT NOT NULL, since BIGINT NOT NULL, until BIGINT NOT NULL, transactions BIGINT NOT NULL,
            day INTEGER, sent_batches INTEGER, counts TEXT NOT NULL, PRIMARY KEY (seed, since, until, transactions)
        ) WITHOUT ROWID;
CREATE TABLE revoked_identities (
            serial TEXT NOT NULL, at BIGINT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (serial)
        ) WITHOUT ROWID;
CREATE TABLE rollups (
            edrpou TEXT NOT NULL, step TEXT NOT NULL, slice TEXT NOT NULL, start BIGINT NOT NULL, key TEXT NOT NULL,
            accepted BIGINT NOT NULL, with_warnings BIGINT NOT NULL, rejected BIGINT NOT NULL, pending BIGINT NOT NULL, late BIGINT NOT NULL, bets BIGINT NOT NULL, refunds BIGINT NOT NULL, payouts BIGINT NOT NULL, bet_kop BIGINT NOT NULL, refund_kop BIGINT NOT NULL, payout_kop BIGINT NOT NULL, stuck_kop BIGINT NOT NULL, on_time BIGINT NOT NULL, lag_ms BIGINT NOT NULL, stuck_operations_kop BIGINT NOT NULL DEFAULT 0, pit_kop BIGINT NOT NULL DEFAULT 0, levy_kop BIGINT NOT NULL DEFAULT 0, PRIMARY KEY (edrpou, step, slice, start, key)
        ) WITHOUT ROWID;
INSERT INTO "rollups" VALUES('90417318','day','brand',1795471200000000,'mlynok',2,0,1,0,0,1,0,1,500,0,500,500,2,0,500,90,25);
INSERT INTO "rollups" VALUES('90417318','day','licence',1795471200000000,'OK-2024-017',2,0,1,0,0,1,0,1,500,0,500,500,2,0,500,90,25);
INSERT INTO "rollups" VALUES('90417318','day','none',1795471200000000,'',2,0,1,0,0,1,0,1,500,0,500,500,2,0,500,90,25);
INSERT INTO "rollups" VALUES('90417318','day','site',1795471200000000,'mlynok.ua',2,0,1,0,0,1,0,1,500,0,500,500,2,0,500,90,25);
INSERT INTO "rollups" VALUES('90417318','day','source',1795471200000000,'core-1',2,0,1,0,0,1,0,1,500,0,500,500,2,0,500,90,25);
INSERT INTO "rollups" VALUES('90417318','day','type',1795471200000000,'BET',1,0,1,0,0,1,0,0,500,0,0,500,1,0,500,0,0);
INSERT INTO "rollups" VALUES('90417318','day','type',1795471200000000,'PAYOUT',1,0,0,0,0,0,0,1,0,0,500,0,1,0,0,90,25);
INSERT INTO "rollups" VALUES('90417318','hour','brand',1795514400000000,'mlynok',2,0,1,0,0,1,0,1,500,0,500,500,2,0,500,90,25);
INSERT INTO "rollups" VALUES('90417318','hour','licence',1795514400000000,'OK-2024-017',2,0,1,0,0,1,0,1,500,0,500,500,2,0,500,90,25);
INSERT INTO "rollups" VALUES('90417318','hour','none',1795514400000000,'',2,0,1,0,0,1,0,1,500,0,500,500,2,0,500,90,25);
INSERT INTO "rollups" VALUES('90417318','hour','site',1795514400000000,'mlynok.ua',2,0,1,0,0,1,0,1,500,0,500,500,2,0,500,90,25);
INSERT INTO "rollups" VALUES('90417318','hour','source',1795514400000000,'core-1',2,0,1,0,0,1,0,1,500,0,500,500,2,0,500,90,25);
INSERT INTO "rollups" VALUES('90417318','hour','type',1795514400000000,'BET',1,0,1,0,0,1,0,0,500,0,0,500,1,0,500,0,0);
INSERT INTO "rollups" VALUES('90417318','hour','type',1795514400000000,'PAYOUT',1,0,0,0,0,0,0,1,0,0,500,0,1,0,0,90,25);
CREATE TABLE settings (
            name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name)
        ) WITHOUT ROWID;
CREATE TABLE sites (
            edrpou TEXT NOT NULL, site_id TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
            brand_id TEXT NOT NULL, licence_no TEXT NOT NULL, added BIGINT NOT NULL, PRIMARY KEY (edrpou, site_id)
        ) WITHOUT ROWID;
INSERT INTO "sites" VALUES('90417318','app.mlynok.ua','app.mlynok.ua','app','mlynok','OK-2024-017',1770112800000000);
INSERT INTO "sites" VALUES('90417318','bet.mlynok.ua','bet.mlynok.ua','site','mlynok-bet','BD-2024-009',1770112800000000);
INSERT INTO "sites" VALUES('90417318','mlynok.ua','mlynok.ua','site','mlynok','OK-2024-017',1770112800000000);
INSERT INTO "sites" VALUES('90417318','stavkohrai.ua','stavkohrai.ua','site','stavkohrai','OK-2024-017',1786528800000000);
CREATE TABLE source_numbers (
            edrpou TEXT NOT NULL, source TEXT NOT NULL, seq_no BIGINT NOT NULL, PRIMARY KEY (edrpou, source)
        ) WITHOUT ROWID;
CREATE TABLE sources (
            edrpou TEXT NOT NULL, source_id TEXT NOT NULL, name TEXT NOT NULL, brands TEXT NOT NULL,
            sites TEXT NOT NULL, PRIMARY KEY (edrpou, source_id)
        ) WITHOUT ROWID;
INSERT INTO "sources" VALUES('90417318','bet-1','Ставки на спорт','["mlynok-bet"]','["bet.mlynok.ua"]');
INSERT INTO "sources" VALUES('90417318','core-1','Ігрова платформа','["mlynok", "stavkohrai"]','["mlynok.ua", "stavkohrai.ua", "app.mlynok.ua"]');
CREATE TABLE taken (k INTEGER PRIMARY KEY, place BIGINT NOT NULL);
CREATE TABLE taken_twins (
            k BIGINT NOT NULL, place BIGINT NOT NULL, PRIMARY KEY (k, place)
        ) WITHOUT ROWID;
CREATE TABLE tiles (place INTEGER PRIMARY KEY, hashes BLOB NOT NULL);
CREATE TABLE unsigned_corrections (
            number INTEGER PRIMARY KEY, edrpou TEXT NOT NULL, rnokpp TEXT NOT NULL, at BIGINT NOT NULL, items BIGINT NOT NULL,
            kop BIGINT NOT NULL
        );
CREATE TABLE verdicts (place INTEGER PRIMARY KEY, seq BIGINT NOT NULL);
CREATE TABLE waiting (
            place INTEGER PRIMARY KEY, operator_tx_id TEXT NOT NULL, bet TEXT NOT NULL, received_at BIGINT NOT NULL
        );
CREATE INDEX people_by_number ON people (edrpou, rnokpp, granted_at);
CREATE UNIQUE INDEX blocks_by_tick ON blocks (log, tick);
CREATE INDEX rejections_by_attempt ON rejections (attempt_id);
CREATE INDEX rejections_by_group ON rejections (edrpou, grp, state, seq);
CREATE INDEX rejections_by_state ON rejections (edrpou, state, seq);
CREATE INDEX rejections_by_tx ON rejections (edrpou, operator_tx_id, seq);
CREATE INDEX rejections_by_related ON rejections (edrpou, related_tx_id, seq);
CREATE INDEX rejections_by_time ON rejections (edrpou, received_at, seq);
CREATE UNIQUE INDEX case_events_by_number ON case_events (edrpou, number);
CREATE UNIQUE INDEX batches_by_id ON batches (edrpou, source, batch_id);
CREATE INDEX batches_by_content ON batches (substr(content_sha256, 1, 8));
CREATE INDEX batches_by_number ON batches (edrpou, source, batch_seq);
CREATE INDEX batches_by_predecessor ON batches (substr(prev_content_sha256, 1, 8));
CREATE INDEX batches_by_time ON batches (edrpou, source, received_at);
CREATE INDEX replay_fixes_by_due ON replay_fixes (due, number);
CREATE INDEX login_evidence_by_person ON login_evidence (person_id, at);
CREATE INDEX rejections_by_root ON rejections (edrpou, root_tx, root_accepted, seq) WHERE root_tx IS NOT NULL;
CREATE INDEX rejections_by_root_group ON rejections (edrpou, root_grp, seq) WHERE root_grp IS NOT NULL;
CREATE INDEX rejections_ready ON rejections (edrpou, root_accepted, seq) WHERE root_accepted = 1;
CREATE INDEX id_lists_by_owner ON id_lists (owner, posted_at);
CREATE INDEX unsigned_corrections_by_person ON unsigned_corrections (edrpou, rnokpp, at);
CREATE INDEX rejections_by_amount ON rejections (edrpou, amount_kop, seq, state, grp);
CREATE INDEX rejections_by_occurred ON rejections (edrpou, occurred_at, seq, state, grp);
CREATE INDEX rejections_by_closing ON rejections (edrpou, closed_at) WHERE closed_at IS NOT NULL;
COMMIT;
PRAGMA user_version = 12;
