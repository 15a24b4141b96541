namespace SemanticMlr.Edge.Commands;

/// <summary>The last answers by response topic and correlation data, so that a repeated request gets the same one. Not thread-safe.</summary>
internal sealed class AnswerCache(int capacity)
{
    private readonly Dictionary<(string Topic, string Correlation), byte[]> _answers = [];
    private readonly Queue<(string Topic, string Correlation)> _oldestFirst = [];

    public byte[]? Find(string topic, byte[] correlation) => _answers.GetValueOrDefault(Key(topic, correlation));

    public void Add(string topic, byte[] correlation, byte[] answer)
    {
        var key = Key(topic, correlation);
        if (_answers.TryAdd(key, answer))
        {
            _oldestFirst.Enqueue(key);
            if (_oldestFirst.Count > capacity)
            {
                _answers.Remove(_oldestFirst.Dequeue());
            }
        }
    }

    private static (string Topic, string Correlation) Key(string topic, byte[] correlation) => (topic, Convert.ToBase64String(correlation));
}
