using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Arena.Core;

namespace Arena.Tests;

/// <summary>What the code that a test calls tells of its work; not what tests beside it do in the same process.</summary>
internal sealed class RecordedTelemetry : IDisposable
{
    private readonly AsyncLocal<bool> _isOurs = new() { Value = true };
    private readonly ConcurrentQueue<(string Name, double Value, Dictionary<string, object?> Tags)> _measurements = [];
    private readonly ConcurrentQueue<Activity> _spans = [];
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _sources;

    public RecordedTelemetry()
    {
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Telemetry.Name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _meters.Start();
        _sources = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (_isOurs.Value)
                {
                    _spans.Enqueue(span);
                }
            },
        };
        ActivitySource.AddActivityListener(_sources);
    }

    public IReadOnlyCollection<Activity> Spans => _spans;

    /// <summary>All that was told, as text.</summary>
    public string Everything => string.Join('\n',
    [
        .. _measurements.Select(of => $"{of.Name} {of.Value} {string.Join(' ', of.Tags)}"),
        .. _spans.Select(span => $"{span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects)} {string.Join(' ', span.Events.SelectMany(told => told.Tags))}"),
    ]);

    /// <summary>The sum of an instrument's values that have these tags.</summary>
    public double Sum(string name, params (string Name, object Value)[] tags) => Of(name, tags).Sum(of => of.Value);

    /// <summary>How many values an instrument got that have these tags.</summary>
    public int Count(string name, params (string Name, object Value)[] tags) => Of(name, tags).Count();

    public void Dispose()
    {
        _meters.Dispose();
        _sources.Dispose();
    }

    private IEnumerable<(string Name, double Value, Dictionary<string, object?> Tags)> Of(string name, (string Name, object Value)[] tags) =>
        _measurements.Where(of => of.Name == name && tags.All(tag => of.Tags.TryGetValue(tag.Name, out var value) && Equals(value, tag.Value)));

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (_isOurs.Value)
        {
            _measurements.Enqueue((instrument.Name, value, new(tags.ToArray())));
        }
    }
}
