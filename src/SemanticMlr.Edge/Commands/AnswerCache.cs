namespace SemanticMlr.Edge.Commands;

/// <summary>The last answers by response topic and correlation data, so that a repeated request gets the same one. Not thread-safe.</summary>
/// <param name="capacity">The most answers.</param>
/// <param name="maxBytes">The most bytes of all answers.</param>
internal sealed class AnswerCache(int capacity, long maxBytes = long.MaxValue)
{
    private readonly Dictionary<(string Topic, string Correlation), byte[]> _answers = [];
    private readonly Queue<(string Topic, string Correlation)> _oldestFirst = [];
    private long _bytes;

    public byte[]? Find(string topic, byte[] correlation) => _answers.GetValueOrDefault(Key(topic, correlation));

    public void Add(string topic, byte[] correlation, byte[] answer)
    {
        var key = Key(topic, correlation);
        if (_answers.TryAdd(key, answer))
        {
            _bytes += answer.Length;
            _oldestFirst.Enqueue(key);
            while (_oldestFirst.Count > capacity || (_bytes > maxBytes && _oldestFirst.Count > 1))
            {
                _answers.Remove(_oldestFirst.Dequeue(), out var oldest);
                _bytes -= oldest!.Length;
            }
        }
    }

    private static (string Topic, string Correlation) Key(string topic, byte[] correlation) => (topic, Convert.ToBase64String(correlation));
}
