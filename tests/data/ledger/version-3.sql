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
INSERT INTO "blocks" VALUES(1099511627776,1,3,7355667532959744,1795514400000000,'core-1',NULL);
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
CREATE TABLE frames (place INTEGER PRIMARY KEY, lines BLOB NOT NULL, notes BLOB);
INSERT INTO "frames" VALUES(1099511627776,X'28B52FFD607703250900F6513A26108D58078E1E83601A6937CF5C404D0007DD847EF69F76AC7F08CF6B866A020955550D01A0022D0031002D00FB4E1D8E936324BFEB11C6C1F79DA7AA594F5CF9BE430D8948A50D2B4FF4BBCE7CDF278D2C9519A0C410D1F289DD2C295A25F8F05D8794007764A9D05949099AB052BEEB8FD380348B09C369283812C6A82B477CD70D98C614AE39E6781E9522F464896537273492EF7B1527D74AC5EF6A8D60DF27EAE84951097ED729F0FBEEC08FCA1594137BAC53CC3817881B4AAEDF25791A9A85818784E11CC0E5AD3DD7025A7BAD3DC744148E310C2B70CD7DDFBB812285348B89F338DF772914004AE40ECDB813AA028E59903A00938080BAF36E9967956082DE28C8B4642EEAC96023E15932C5D799A19B4CC0966018363E0FB6DB5906',X'28B52FFD6000027D12008666854320AD3607000C40C16AFC0120E9FF28BF3C7B38E8E09F4170C6CA432206E36C188D48F2ACC8652FB19A4BA87272D9BCB31F05B1087ECF1F78549A8641A5148010A088036B0074007300F77AD754066B5AE5B5AEC0A767B9CCA7679BEA0CCDA7B1E61C6F3EFAF0A65AFB6C1A6BF7662435D5DF46DD5A6F13D0585BC754D651538DA9635AB7C6DA4311DFA65AEB68DAA6B1FEB0B44EF2DB540FB02CAA049AC6DAB9BA758305272A4A00A055E22D5E1A2D36C1501112DFF22B1F9253FEF42E0F457CCAC30B280F555E24B3FC830C219F40B2CA67F838EFDC36D518EAA288E1953043F381DFA4151AD03E1B782584EEE169ACE9A63123D9E551403C54F90879E55B1E8EE4902C218B640BF9F4219EE5571E248F78787A48699F0D3CBD48A6905BFEF415BEB1167D3C14039963794B05325665715957A5D131A91CDFA86F729A2C0BBBAC009685591676653C165795C954042EEB62C11ACEADF5B6AD76C868889D7B6CF764028917060EE6F4689C6E2D961DC8BB5872D88AA3F5516DACBF8B0FD9D15463425472D42F745B3B1C046F9494F4590F5831C4D649B462B8FC292F2F2444957EB32B711947A30591545A099771D4AB960414218A0ED7AC7F718E4C191B1A0C0E4E8753D2D97A0053EF7C62ECF7C355E1918B4A5CF6E1F1E0D95C6CF0D18739785E39C63EBD6A4DB8CCBB182AA5A83031AA1A987AB58BA60E27DBD060706C3819024EE764C64D62EBA492E86144957EB3337101130058187CE4023EB0F6A4AE754B6D09EE5C40A63618494A66FEE0602DA4C020C288C60DACF6A69930FC60460E15CAA6A19731BC5C4003');
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
CREATE TABLE login_evidence (
            login_id TEXT NOT NULL, person_id TEXT NOT NULL, at BIGINT NOT NULL, address TEXT NOT NULL,
            statement BLOB NOT NULL, cms BLOB NOT NULL, revocation TEXT NOT NULL, PRIMARY KEY (login_id)
        ) WITHOUT ROWID;
CREATE TABLE logs (
            log INTEGER PRIMARY KEY, edrpou TEXT NOT NULL UNIQUE, secret BLOB NOT NULL, size BIGINT NOT NULL,
            tick BIGINT NOT NULL, indexed BIGINT NOT NULL, checkpoint TEXT NOT NULL
        );
INSERT INTO "logs" VALUES(1,'90417318',X'6D0A0621B12FC1D44581AB1ABFE066DF1C57DB41DC8B0371B915044CB5CA2B13',3,7355667532959749,0,'test/90417318
3
xmnmkCrShGjhPoWITws83krbg+rCVZONA34JfbD41II=

— test/log lIBz/VowNmqUQq2v/4kiZ7iRddYoi+vBEE+g6g9ojsFWmjm+D4czZf0IeITVEZst5yz/FJxMx4xaXXWIJMkfwKV/xAU=
');
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
INSERT INTO "people" VALUES('01a21f0c-e5a5-7000-aa61-38b86b9ed1af','90417318','3141592650','Ковальчук Олена Ігорівна','head','[]',NULL,NULL,1795514400000000,NULL,NULL,NULL,NULL);
INSERT INTO "people" VALUES('01a21f0c-e5a5-7001-9c78-5e37b21aa523','90417318','2718281821','Мельник Тарас Богданович','compliance','[]',1811066400000000,NULL,1795514400000000,NULL,NULL,NULL,NULL);
INSERT INTO "people" VALUES('01a21f0c-e5a5-7002-a89b-107edff9024f','90417318','1618033984','Гнатюк Ірина Василівна','it','[]',1811066400000000,NULL,1795514400000000,NULL,NULL,NULL,NULL);
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
            assignee TEXT, case_version BIGINT NOT NULL, PRIMARY KEY (edrpou, grp)
        ) WITHOUT ROWID;
INSERT INTO "rejection_groups" VALUES('90417318','51b64f82dc465683','AM-403','/currency','core-1',1,1,500,1795514400000000,1795514400000000,NULL,'new',NULL,0);
CREATE TABLE rejections (
            edrpou TEXT NOT NULL, seq BIGINT NOT NULL, attempt_id TEXT NOT NULL, state TEXT NOT NULL,
            grp TEXT NOT NULL, codes TEXT NOT NULL, first_code TEXT NOT NULL, pointer TEXT NOT NULL,
            source TEXT NOT NULL, received_at BIGINT NOT NULL, operator_tx_id TEXT, type TEXT, licence_no TEXT, brand_id TEXT, amount_kop BIGINT, occurred_at BIGINT, related_tx_id TEXT, site_id TEXT, corrected_by TEXT, closed_at BIGINT,
            case_state TEXT NOT NULL, assignee TEXT, case_version BIGINT NOT NULL, PRIMARY KEY (edrpou, seq)
        ) WITHOUT ROWID;
INSERT INTO "rejections" VALUES('90417318',1,'01a21f0c-e635-7002-98fa-daf48443d285','open','51b64f82dc465683','AM-403','AM-403','/currency','core-1',1795514400000000,'kept-2','BET','OK-2024-017','mlynok',500,1795514400000000,NULL,'mlynok.ua',NULL,NULL,'new',NULL,0);
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
            accepted BIGINT NOT NULL, with_warnings BIGINT NOT NULL, rejected BIGINT NOT NULL, pending BIGINT NOT NULL, late BIGINT NOT NULL, bets BIGINT NOT NULL, refunds BIGINT NOT NULL, payouts BIGINT NOT NULL, bet_kop BIGINT NOT NULL, refund_kop BIGINT NOT NULL, payout_kop BIGINT NOT NULL, stuck_kop BIGINT NOT NULL, on_time BIGINT NOT NULL, lag_ms BIGINT NOT NULL, PRIMARY KEY (edrpou, step, slice, start, key)
        ) WITHOUT ROWID;
INSERT INTO "rollups" VALUES('90417318','day','brand',1795471200000000,'mlynok',2,0,1,0,0,1,0,1,500,0,500,500,2,0);
INSERT INTO "rollups" VALUES('90417318','day','licence',1795471200000000,'OK-2024-017',2,0,1,0,0,1,0,1,500,0,500,500,2,0);
INSERT INTO "rollups" VALUES('90417318','day','none',1795471200000000,'',2,0,1,0,0,1,0,1,500,0,500,500,2,0);
INSERT INTO "rollups" VALUES('90417318','day','site',1795471200000000,'mlynok.ua',2,0,1,0,0,1,0,1,500,0,500,500,2,0);
INSERT INTO "rollups" VALUES('90417318','day','source',1795471200000000,'core-1',2,0,1,0,0,1,0,1,500,0,500,500,2,0);
INSERT INTO "rollups" VALUES('90417318','day','type',1795471200000000,'BET',1,0,1,0,0,1,0,0,500,0,0,500,1,0);
INSERT INTO "rollups" VALUES('90417318','day','type',1795471200000000,'PAYOUT',1,0,0,0,0,0,0,1,0,0,500,0,1,0);
INSERT INTO "rollups" VALUES('90417318','hour','brand',1795514400000000,'mlynok',2,0,1,0,0,1,0,1,500,0,500,500,2,0);
INSERT INTO "rollups" VALUES('90417318','hour','licence',1795514400000000,'OK-2024-017',2,0,1,0,0,1,0,1,500,0,500,500,2,0);
INSERT INTO "rollups" VALUES('90417318','hour','none',1795514400000000,'',2,0,1,0,0,1,0,1,500,0,500,500,2,0);
INSERT INTO "rollups" VALUES('90417318','hour','site',1795514400000000,'mlynok.ua',2,0,1,0,0,1,0,1,500,0,500,500,2,0);
INSERT INTO "rollups" VALUES('90417318','hour','source',1795514400000000,'core-1',2,0,1,0,0,1,0,1,500,0,500,500,2,0);
INSERT INTO "rollups" VALUES('90417318','hour','type',1795514400000000,'BET',1,0,1,0,0,1,0,0,500,0,0,500,1,0);
INSERT INTO "rollups" VALUES('90417318','hour','type',1795514400000000,'PAYOUT',1,0,0,0,0,0,0,1,0,0,500,0,1,0);
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
COMMIT;
PRAGMA user_version = 3;
