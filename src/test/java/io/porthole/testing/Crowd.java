package io.porthole.testing;

import java.sql.SQLException;
import java.util.List;

/**
 * What a large installation has, written into a portal's database at once: 400 projects, 1,000 users, 5,000 VMs on nodes that nobody watches, of every state and with names of every
 * length, 200 open consoles and a history. The same at each run, so that pictures of it can be compared.
 */
public final class Crowd {

    public static final String NODE = "rack-03";

    private static final List<String> ROWS = List.of("""
            insert into projects (id, name, description) select gen_random_uuid(), case when i = 7 then 'regulatory-reporting-and-reconciliation-emea' when i = 8 then '财务与结算' else 'team-' || lpad(i::text, 3, '0') end,
                   case i % 3 when 0 then '' when 1 then 'Build and test machines of team ' || i else '第 ' || i || ' 组的构建与测试虚拟机，夜间由流水线自动创建和删除；请勿手工修改' end from generate_series(1, 400) i""", """
            insert into users (id, name, password_hash, enabled) select gen_random_uuid(), case when i = 9 then 'maximiliane.von-und-zu-hohenstein@research.example.org' else 'person.' || lpad(i::text, 4, '0') end,
                   null, i % 23 <> 0 from generate_series(1, 1000) i""", """
            insert into memberships (user_id, project_id, role) select u.id, p.id, case when n % 17 = 0 then 'AUDITOR' else 'MEMBER' end
              from (select id, row_number() over (order by name) n from users where not declared) u
              join (select id, row_number() over (order by name) n from projects where not declared) p using (n)""", """
            insert into memberships (user_id, project_id, role) select u.id, p.id, 'MEMBER' from users u, projects p where p.name = 'platform' and u.name like 'person.0%' on conflict do nothing""", """
            insert into memberships (user_id, project_id, role) select u.id, p.id, 'MEMBER' from users u, projects p where u.name = 'person.0004' and p.name like 'team-0%' on conflict do nothing""", """
            insert into node_states (name, answers, reason, since) select 'rack-' || lpad(i::text, 2, '0'), i <> 5, case when i = 5
                   then 'Cannot recv data: ssh: connect to host rack-05.example.org port 22: No route to host: Connection reset by peer' else '' end, now() - i * interval '3 hours' from generate_series(1, 40) i""", """
            insert into instances (id, node, name, display_name, project, state, vnc) select gen_random_uuid(), 'rack-' || lpad((1 + i % 40)::text, 2, '0'), 'instance-' || lpad(i::text, 8, '0'),
                   case when i = 3 then 'a-database-replica-for-the-quarterly-reconciliation-of-accounts-in-emea-02' when i % 500 = 4 then '财务数据库主节点 ' || i else
                       (array['web', 'db', 'cache', 'build', 'desktop', 'gateway'])[1 + i % 6] || '-' || lpad(i::text, 4, '0') end,
                   case when i % 45 = 44 then null when i % 45 = 43 then 'gone' when i % 5 < 3 then 'platform' else 'team-' || lpad((10 + i % 300)::text, 3, '0') end,
                   case when i % 29 = 0 then 'CRASHED' when i % 31 = 0 then 'PAUSED' when i % 37 = 0 then 'UNKNOWN' when i % 41 = 0 then 'MIGRATING' when i % 7 = 0 then 'OFF' else 'RUNNING' end, i % 53 <> 0
              from generate_series(1, 5000) i""", """
            insert into favourites (user_id, instance_id) select u.id, i.id from users u, instances i where u.name in ('demo', 'admin') and i.display_name in ('web-0006', 'db-0607', 'cache-1208',
                   'a-database-replica-for-the-quarterly-reconciliation-of-accounts-in-emea-02')""", """
            insert into portal_nodes (boot, name, heartbeat_at) values ('00000000-0000-0000-0000-00000000000b', 'portal-b.example.org', now() + interval '1 day')""", """
            insert into console_sessions (id, door, user_id, user_name, instance_id, instance_name, project, node, address, state, asked_at, open_until, connected_at, ended_at, end_reason, bytes_to_browser, bytes_to_vm, view_only)
            select gen_random_uuid(), case when n % 9 = 0 then 'API' else 'PAGE' end, u.id, u.name, i.id, i.display_name, i.project, i.node, '10.20.' || n % 40 || '.' || n % 250,
                   case when n <= 200 then 'ACTIVE' else 'ENDED' end, now() - n * interval '31 minutes', now() - n * interval '31 minutes' + interval '1 minute', now() - n * interval '31 minutes' + interval '1 second',
                   case when n > 200 then now() - n * interval '31 minutes' + (n % 90) * interval '53 seconds' + interval '2 seconds' end,
                   case when n > 200 then (array['BROWSER_CLOSED', 'BROWSER_CLOSED', 'IDLE_TIMEOUT', 'NODE_UNREACHABLE', 'CUT_BY_ADMINISTRATOR', 'TLS_WRONG_NAME'])[1 + n % 6] end, n * 104729::bigint, n * 97, n % 11 = 0
              from (select i.*, row_number() over (order by lower(display_name), id) n from instances i where state = 'RUNNING' and project is not null) i
              join (select id, name, row_number() over (order by name) m from users) u on u.m = 1 + i.n * i.n % 900 where i.n <= 2000""", """
            insert into console_connections (id, session_id, portal_node, portal_boot, address, opened_at, established_at, closed_at, end_reason, bytes_to_browser, bytes_to_vm, rate_to_browser, rate_to_vm)
            select gen_random_uuid(), s.id, 'portal-b.example.org', '00000000-0000-0000-0000-00000000000b', s.address, s.connected_at, s.connected_at, s.ended_at, s.end_reason, s.bytes_to_browser, s.bytes_to_vm,
                   case when s.ended_at is null then s.bytes_to_browser / 7 else 0 end, case when s.ended_at is null then s.bytes_to_vm / 9 else 0 end from console_sessions s""", """
            insert into audit_events (at, action, user_name, address, instance_id, instance_name, project, node, session_id, door, refusal, incident, detail, user_agent, portal_node)
            select now() - i * interval '7 minutes', (array['CONSOLE_AUTHORIZED', 'CONSOLE_CONNECTED', 'CONSOLE_ENDED', 'CONSOLE_REFUSED', 'POWER_ACTION'])[1 + i % 5], s.user_name, s.address, s.instance_id, s.instance_name,
                   s.project, s.node, s.id, 'PAGE', case when i % 5 = 3 then 'NODE_UNREACHABLE' end, gen_random_uuid(), case i % 5 when 2 then 'BROWSER_CLOSED' when 3 then 'ssh: connect to host rack-05.example.org port 22: No route to host'
                   when 4 then 'SHUTDOWN' else '' end, 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'portal-b.example.org'
              from (select *, row_number() over (order by asked_at desc) i from console_sessions) s where i <= 900""");

    private Crowd() {
    }

    public static void into(TestDatabase database) throws SQLException {
        for (String rows : ROWS) {
            database.update(rows);
        }
    }
}
