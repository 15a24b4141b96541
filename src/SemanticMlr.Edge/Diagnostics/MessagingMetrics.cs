using System.Diagnostics.Metrics;

namespace SemanticMlr.Edge.Diagnostics;

/// <summary>What happened to detections, review frames, messages and commands; every loss has a name.</summary>
public sealed class MessagingMetrics : IHealthContributor
{
    private readonly List<Tally> _tallies = [];
    private readonly Histogram<double> _age;

    public MessagingMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(EdgeMeter.Name);
        Detections = Count("mlr.decisions.detections", "{message}");
        ReviewsSampled = Count("mlr.review.sampled", "{frame}");
        ReviewsPublished = Count("mlr.review.published", "{frame}");
        ReviewsUnscored = Count("mlr.review.unscored", "{frame}");
        ReviewsDropped = Count("mlr.review.dropped", "{frame}");
        ReviewsNotStored = Count("mlr.review.not_stored", "{frame}");
        HeatMaps = Count("mlr.review.heatmaps", "{picture}");
        HeatMapsFailed = Count("mlr.review.heatmaps_failed", "{picture}");
        StatesDropped = Count("mlr.outbox.dropped.state", "{message}");
        EventsDropped = Count("mlr.outbox.dropped.event", "{message}");
        FramesDropped = Count("mlr.outbox.dropped.frame", "{message}");
        Published = Count("mlr.mqtt.published", "{message}");
        Repeated = Count("mlr.mqtt.repeated", "{message}");
        Refused = Count("mlr.mqtt.refused", "{message}");
        Answers = Count("mlr.mqtt.answers", "{answer}");
        Connects = Count("mlr.mqtt.connects", "{connection}");
        ConnectFailures = Count("mlr.mqtt.connect_failures", "{connection}");
        SessionsLost = Count("mlr.mqtt.sessions_lost", "{session}");
        Commands = Count("mlr.commands.answered", "{command}");
        CommandsRefused = Count("mlr.commands.refused", "{command}");
        CommandsDropped = Count("mlr.commands.dropped", "{command}");
        _age = meter.CreateHistogram<double>("mlr.publish.age", unit: "ms");

        Tally Count(string name, string unit)
        {
            var tally = new Tally(meter, name, unit);
            _tallies.Add(tally);
            return tally;
        }
    }

    /// <summary>Detections made.</summary>
    public Tally Detections { get; }

    /// <summary>Frames chosen for review.</summary>
    public Tally ReviewsSampled { get; }

    /// <summary>Review frames handed to the outbox.</summary>
    public Tally ReviewsPublished { get; }

    /// <summary>Frames that no one can be asked about: a score of theirs is no number.</summary>
    public Tally ReviewsUnscored { get; }

    /// <summary>Chosen frames that were lost: the encoder was busy, or the picture did not fit its size limit.</summary>
    public Tally ReviewsDropped { get; }

    /// <summary>Review frames that were published but could not be kept for an answer.</summary>
    public Tally ReviewsNotStored { get; }

    /// <summary>Heat maps handed to the outbox.</summary>
    public Tally HeatMaps { get; }

    /// <summary>Heat maps that could not be made, or did not fit their size limit.</summary>
    public Tally HeatMapsFailed { get; }

    /// <summary>State messages dropped by the bounds of the outbox.</summary>
    public Tally StatesDropped { get; }

    /// <summary>Detections and reviews dropped by the bounds of the outbox.</summary>
    public Tally EventsDropped { get; }

    /// <summary>Pictures dropped by the bounds of the outbox.</summary>
    public Tally FramesDropped { get; }

    /// <summary>Messages that the broker acknowledged.</summary>
    public Tally Published { get; }

    /// <summary>Messages sent again because a connection was lost before their acknowledgement.</summary>
    public Tally Repeated { get; }

    /// <summary>Messages that the broker refused for good.</summary>
    public Tally Refused { get; }

    /// <summary>Answers of the broker to messages: it took one, refused it, or asked for another try later.</summary>
    public Tally Answers { get; }

    /// <summary>Connections made.</summary>
    public Tally Connects { get; }

    /// <summary>Connections that failed or were refused.</summary>
    public Tally ConnectFailures { get; }

    /// <summary>Reconnects at which the broker no longer knew the session.</summary>
    public Tally SessionsLost { get; }

    /// <summary>Commands answered.</summary>
    public Tally Commands { get; }

    /// <summary>Commands refused for their form.</summary>
    public Tally CommandsRefused { get; }

    /// <summary>Commands dropped because too many waited.</summary>
    public Tally CommandsDropped { get; }

    /// <summary>Capture to hand-over of detections.</summary>
    public StageTimes Age { get; } = new();

    /// <summary>Measures one detection's age.</summary>
    public void Aged(TimeSpan age)
    {
        Age.Add(age);
        _age.Record(age.TotalMilliseconds);
    }

    /// <inheritdoc/>
    public void Contribute(HealthReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        foreach (var tally in _tallies)
        {
            report.Counter(tally.Name, tally.Value);
        }

        report.Duration("age", Age);
    }
}
