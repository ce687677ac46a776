using System.CommandLine;
using Arena.Core.Ratings;
using Arena.Core.Reports;

namespace Arena.Cli;

/// <summary>The options that say how to rate, shared by all commands that do.</summary>
internal sealed class RatingArguments
{
    private readonly Option<string?> _model = new("--model")
    {
        Description = "bt, davidson, rao-kupper, ranklist or elo. By default bt, and ranklist for pointwise scores.",
        HelpName = "MODEL",
    };

    private readonly Option<string> _intervals = new("--ci")
    {
        Description = "Where intervals come from: sandwich, bootstrap or none. By default the best that the model has.",
        HelpName = "METHOD",
    };

    private readonly Option<int> _replicates = new("--replicates")
    {
        Description = "Bootstrap replicates.",
        HelpName = "N",
        DefaultValueFactory = _ => 1000,
    };

    private readonly Option<string> _controls = new("--control")
    {
        Description = "What to hold constant: position, style or position,style.",
        HelpName = "LIST",
        DefaultValueFactory = _ => "",
    };

    private readonly Option<double> _ridge = new("--ridge")
    {
        Description = "Precision of a normal prior on every log-strength; 0 is no prior.",
        HelpName = "X",
        DefaultValueFactory = _ => 0,
    };

    private readonly Option<double> _level = new("--level")
    {
        Description = "Confidence level of the intervals.",
        HelpName = "P",
        DefaultValueFactory = _ => 0.95,
    };

    /// <summary>Adds the options to a command.</summary>
    public RatingArguments(Command command)
    {
        _model.AcceptOnlyFromAmong(ModelNames.OfModels);
        _intervals.AcceptOnlyFromAmong(ModelNames.OfIntervals);
        command.Options.Add(_model);
        command.Options.Add(_intervals);
        command.Options.Add(_replicates);
        command.Options.Add(_controls);
        command.Options.Add(_ridge);
        command.Options.Add(_level);
    }

    /// <summary>The options as typed.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="byDefault">The model where none is named.</param>
    /// <exception cref="UsageException">They contradict each other.</exception>
    public RatingOptions Read(ParseResult parsed, RatingModel byDefault = RatingModel.BradleyTerry)
    {
        var model = parsed.GetValue(_model) is { } name ? ModelNames.Model(name) : byDefault;
        var options = new RatingOptions
        {
            Model = model,
            Intervals = parsed.GetValue(_intervals) is { } typed ? ModelNames.Intervals(typed) : ModelNames.DefaultIntervals(model),
            Replicates = parsed.GetValue(_replicates),
            Controls = ReadControls(parsed.GetValue(_controls)!),
            Ridge = parsed.GetValue(_ridge),
            Level = parsed.GetValue(_level),
            Seed = parsed.GetValue(GlobalOptions.Seed),
        };
        try
        {
            options.Validate();
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message, e);
        }

        return options;
    }

    /// <summary>Whether style is to be held constant.</summary>
    /// <param name="parsed">The command line.</param>
    public bool ControlsStyle(ParseResult parsed) => ReadControls(parsed.GetValue(_controls)!).HasFlag(RatingControls.Style);

    /// <summary>Whether any option but the level was typed: one that a result without a rating has no use for.</summary>
    /// <param name="parsed">The command line.</param>
    public bool SaysHowToRate(ParseResult parsed) =>
        ((Option[])[_model, _intervals, _replicates, _controls, _ridge]).Any(option => parsed.GetResult(option) is { Implicit: false });

    private static RatingControls ReadControls(string text)
    {
        var controls = RatingControls.None;
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            controls |= name switch
            {
                "position" => RatingControls.Position,
                "style" => RatingControls.Style,
                _ => throw new UsageException($"--control knows position and style, not \"{name}\"."),
            };
        }

        return controls;
    }
}
