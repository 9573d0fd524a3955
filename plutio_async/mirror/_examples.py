"""Questions that a mirror answers, for any workspace. Each query runs as it stands."""

from __future__ import annotations

from attrs import frozen


@frozen
class Example:
    """A question and its query."""

    question: str
    sql: str


EXAMPLES = (
    Example(
        "Revenue by client and month",
        """SELECT client_name, strftime('%Y-%m', coalesce(paid_at, issue_date)) AS month, currency,
       count(*) AS invoices, sum(amount) AS revenue
FROM invoices
WHERE status = 'paid'
GROUP BY client_id, month, currency
ORDER BY month DESC, revenue DESC""",
    ),
    Example(
        "Hours by person and week",
        """SELECT person_name, strftime('%Y-%W', started_at) AS week,
       round(sum(julianday(stopped_at) - julianday(started_at)) * 24, 2) AS hours
FROM time_tracks
WHERE stopped_at IS NOT NULL
GROUP BY person_id, week
ORDER BY week DESC, hours DESC""",
    ),
    Example(
        "Overdue invoices by age",
        """SELECT CASE WHEN days <= 30 THEN '1 to 30 days' WHEN days <= 60 THEN '31 to 60 days'
            WHEN days <= 90 THEN '61 to 90 days' ELSE 'over 90 days' END AS age,
       currency, count(*) AS invoices, sum(amount) AS amount, max(days) AS oldest
FROM (SELECT CAST(julianday('now') - julianday(due_date) AS INTEGER) AS days, currency, amount
      FROM invoices
      WHERE status IN ('pending', 'overdue') AND due_date < strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
GROUP BY age, currency
ORDER BY oldest""",
    ),
    Example(
        "Unbilled time by project",
        """SELECT project_name, currency, count(*) AS entries,
       round(sum(julianday(stopped_at) - julianday(started_at)) * 24, 2) AS hours, sum(billing_amount) AS amount
FROM time_tracks
WHERE billing_status = 'unpaid'
GROUP BY project_id, currency
ORDER BY amount DESC""",
    ),
    Example(
        "Projects over budget, by the amount of their time",
        """SELECT p.name, p.clients_names AS clients, p.currency, p.budget_amount AS budget, spent.amount AS spent,
       round(100.0 * spent.amount / p.budget_amount) AS per_cent
FROM projects p
JOIN (SELECT project_id, sum(billing_amount) AS amount FROM time_tracks GROUP BY project_id) spent
  ON spent.project_id = p.id
WHERE spent.amount > p.budget_amount
ORDER BY per_cent DESC""",
    ),
    Example(
        "Open tasks by person, and how many of them are late",
        """SELECT coalesce(people.name, person.value) AS person, count(*) AS tasks,
       sum(due_date < strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) AS late
FROM tasks, json_each(tasks.assigned_to) AS person
LEFT JOIN people ON people.id = person.value
WHERE tasks.status <> 'completed' AND tasks.is_template IS NOT 1
GROUP BY person.value
ORDER BY tasks DESC""",
    ),
    Example(
        "Days until clients pay",
        """SELECT client_name, count(*) AS invoices, round(avg(julianday(paid_at) - julianday(issue_date)), 1) AS days
FROM invoices
WHERE status = 'paid' AND paid_at IS NOT NULL
GROUP BY client_id
ORDER BY days DESC""",
    ),
    Example(
        "Proposals by outcome",
        """SELECT status, currency, count(*) AS proposals, sum(amount) AS amount
FROM proposals
GROUP BY status, currency
ORDER BY amount DESC""",
    ),
    Example(
        "Money in and out by month",
        """SELECT strftime('%Y-%m', issue_date) AS month, currency,
       sum(CASE WHEN type = 'in' THEN amount END) AS money_in, sum(CASE WHEN type = 'out' THEN amount END) AS money_out
FROM transactions
GROUP BY month, currency
ORDER BY month DESC""",
    ),
    Example(
        "Records by the value of each custom field",
        """SELECT resource, title, value, count(*) AS records
FROM custom_values
GROUP BY resource, field_id, value
ORDER BY resource, title, records DESC""",
    ),
)
