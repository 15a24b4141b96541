using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace SemanticMlr.Edge.Outbox;

/// <summary>The messages of one class in the database, in order of their places. Used by the thread that owns the connection.</summary>
internal sealed class OutboxTable : IDisposable
{
    private const string Columns = "place, at, bytes, camera, epoch, number, topic, type, retain, expiry, correlation, properties, payload";
    private readonly OutboxClass _kind;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _delete;
    private readonly SqliteCommand _read;
    private readonly SqliteCommand _oldest;
    private readonly SqliteCommand _dropUpTo;
    private readonly SqliteCommand _contains;

    public OutboxTable(SqliteConnection connection, OutboxClass kind)
    {
        _kind = kind;
        var name = NameOf(kind);
        _insert = Prepare($"INSERT INTO {name}({Columns}) VALUES ($place, $at, $bytes, $camera, $epoch, $number, $topic, $type, $retain, $expiry, $correlation, $properties, $payload)");
        _delete = Prepare($"DELETE FROM {name} WHERE place = $place RETURNING bytes");
        _read = Prepare($"SELECT {Columns} FROM {name} WHERE place > $after ORDER BY place LIMIT $limit");
        _oldest = Prepare($"SELECT place, at, bytes, camera, epoch, number FROM {name} WHERE place > $after ORDER BY place");
        _dropUpTo = Prepare($"DELETE FROM {name} WHERE place > $after AND place <= $last");
        _contains = Prepare($"SELECT 1 FROM {name} WHERE place = $place");

        SqliteCommand Prepare(string text)
        {
            var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is put together from constants.
            command.CommandText = text;
#pragma warning restore CA2100
            foreach (var parameter in text.Split('$').Skip(1).Select(part => new string([.. part.TakeWhile(char.IsLetter)])).Distinct())
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = $"${parameter}" });
            }

            return command;
        }
    }

    /// <summary>Messages in the table.</summary>
    public long Count { get; set; }

    /// <summary>Bytes of payload in the table, pictures beside the database included.</summary>
    public long Bytes { get; set; }

    /// <summary>The statement that makes the table.</summary>
    public static string Definition(OutboxClass kind) =>
        $"CREATE TABLE {NameOf(kind)} (place INTEGER PRIMARY KEY, at INTEGER NOT NULL, bytes INTEGER NOT NULL, camera TEXT, epoch INTEGER NOT NULL, " +
        "number INTEGER NOT NULL, topic TEXT NOT NULL, type TEXT NOT NULL, retain INTEGER NOT NULL, expiry INTEGER, correlation BLOB, properties TEXT, payload BLOB);";

    /// <summary>The table's name.</summary>
    public static string NameOf(OutboxClass kind) => kind switch
    {
        OutboxClass.Frame => "frame",
        OutboxClass.Event => "event",
        _ => "state",
    };

    public void Insert(OutboxEntry entry)
    {
        var message = entry.Message;
        Set(_insert, "$place", entry.Place);
        Set(_insert, "$at", entry.At);
        Set(_insert, "$bytes", message.Payload.LongLength);
        Set(_insert, "$camera", message.Camera);
        Set(_insert, "$epoch", message.Epoch);
        Set(_insert, "$number", message.Number);
        Set(_insert, "$topic", message.Topic);
        Set(_insert, "$type", message.ContentType);
        Set(_insert, "$retain", message.Retain ? 1L : 0L);
        Set(_insert, "$expiry", message.Expiry is { } expiry ? (long)expiry.TotalMilliseconds : null);
        Set(_insert, "$correlation", message.CorrelationData);
        Set(_insert, "$properties", Write(message.Properties));
        Set(_insert, "$payload", _kind == OutboxClass.Frame ? null : message.Payload);
        _insert.ExecuteNonQuery();
        Count++;
        Bytes += message.Payload.LongLength;
    }

    /// <summary>Deletes a message; one that is gone already is no fault.</summary>
    public void Delete(long place)
    {
        Set(_delete, "$place", place);
        if (_delete.ExecuteScalar() is long bytes)
        {
            Count--;
            Bytes -= bytes;
        }
    }

    /// <summary>Reads messages in order; those of pictures come without their payload.</summary>
    /// <returns>The messages with the length that their payload must have.</returns>
    public List<(OutboxEntry Entry, long Bytes)> Read(long after, int limit, long bytes)
    {
        var entries = new List<(OutboxEntry, long)>();
        Set(_read, "$after", after);
        Set(_read, "$limit", (long)limit);
        using var reader = _read.ExecuteReader();
        while (bytes > 0 && reader.Read())
        {
            var length = reader.GetInt64(2);
            bytes -= length;
            var message = new OutboxMessage
            {
                Class = _kind,
                Camera = reader.IsDBNull(3) ? null : reader.GetString(3),
                Epoch = reader.GetInt64(4),
                Number = reader.GetInt64(5),
                Topic = reader.GetString(6),
                ContentType = reader.GetString(7),
                Retain = reader.GetInt64(8) != 0,
                Expiry = reader.IsDBNull(9) ? null : TimeSpan.FromMilliseconds(reader.GetInt64(9)),
                CorrelationData = reader.IsDBNull(10) ? null : reader.GetFieldValue<byte[]>(10),
                Properties = reader.IsDBNull(11) ? [] : Read(reader.GetString(11)),
                Payload = reader.IsDBNull(12) ? [] : reader.GetFieldValue<byte[]>(12),
            };
            entries.Add((new OutboxEntry(reader.GetInt64(0), reader.GetInt64(1), message) { IsStored = true }, length));
        }

        return entries;
    }

    /// <summary>The oldest messages beyond a place, as long as the condition holds.</summary>
    public List<StoredMessage> Oldest(long after, Func<StoredMessage, bool> condition)
    {
        var messages = new List<StoredMessage>();
        Set(_oldest, "$after", after);
        using var reader = _oldest.ExecuteReader();
        while (reader.Read())
        {
            var message = new StoredMessage(
                reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.IsDBNull(3) ? null : reader.GetString(3), reader.GetInt64(4), reader.GetInt64(5));
            if (!condition(message))
            {
                break;
            }

            messages.Add(message);
        }

        return messages;
    }

    /// <summary>Deletes messages that <see cref="Oldest"/> gave.</summary>
    public void Delete(long after, IReadOnlyList<StoredMessage> messages)
    {
        Set(_dropUpTo, "$after", after);
        Set(_dropUpTo, "$last", messages[^1].Place);
        _dropUpTo.ExecuteNonQuery();
        Count -= messages.Count;
        Bytes -= messages.Sum(message => message.Bytes);
    }

    public bool Contains(long place)
    {
        Set(_contains, "$place", place);
        return _contains.ExecuteScalar() is not null;
    }

    public void Dispose()
    {
        foreach (var command in (SqliteCommand[])[_insert, _delete, _read, _oldest, _dropUpTo, _contains])
        {
            command.Dispose();
        }
    }

    private static void Set(SqliteCommand command, string parameter, object? value) => command.Parameters[parameter].Value = value ?? DBNull.Value;

    private static string? Write(IReadOnlyList<KeyValuePair<string, string>> properties) => properties.Count == 0
        ? null
        : JsonSerializer.Serialize([.. properties.SelectMany(property => (string[])[property.Key, property.Value])], OutboxJson.Default.StringArray);

    private static KeyValuePair<string, string>[] Read(string properties) =>
        [.. JsonSerializer.Deserialize(properties, OutboxJson.Default.StringArray)!.Chunk(2).Select(pair => KeyValuePair.Create(pair[0], pair[1]))];
}
