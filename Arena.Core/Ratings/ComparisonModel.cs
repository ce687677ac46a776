using System.Numerics.Tensors;

namespace Arena.Core.Ratings;

/// <summary>
/// The penalised log-likelihood of an outcome model over a design, and its maximum. Parameters are the log-strengths of all
/// contestants, then one coefficient per covariate, then τ where the model has one.
/// </summary>
internal sealed class ComparisonModel
{
    private const int MaxIterations = 100;

    /// <summary>
    /// Largest gradient per unit of a parameter's own weight at which a fit counts as converged. A unit of log-strength moves
    /// the gradient by at most a quarter of that weight, so log-strengths are then good to about ten digits.
    /// </summary>
    private const double Tolerance = 1e-12;

    /// <summary>Enough for resampled fits, whose spread is many orders wider.</summary>
    private const double ResampledTolerance = 1e-8;

    /// <summary>
    /// Largest Newton step at a maximum. On the way to one that lies at infinity, as where position alone decides every battle,
    /// the gradient vanishes too, but each step still is about one unit long.
    /// </summary>
    private const double LargestLastStep = 1e-3;

    /// <summary>A gradient this small is rounding, and says no more about where the maximum lies.</summary>
    private const double RoundingGradient = 1e-15;

    private readonly double _ridge;
    private readonly bool[] _isActive;

    public ComparisonModel(ComparisonDesign design, OutcomeModel outcome, double ridge)
    {
        Design = design;
        Outcome = outcome;
        _ridge = ridge;
        var totals = design.Totals;
        Groups = ComparisonGroups.Find(design, totals);

        // With a prior every maximum is finite, so only contestants that are joined by no chain of battles stay apart.
        GroupOf = [.. ridge > 0 ? Groups.IslandOf : Groups.GroupOf];
        GroupCount = GroupOf.Length == 0 ? 0 : GroupOf.Max() + 1;
        _isActive = new bool[design.Cells];
        for (var cell = 0; cell < _isActive.Length; cell++)
        {
            _isActive[cell] = GroupOf[design.CellFirst[cell]] == GroupOf[design.CellSecond[cell]];
        }

        (double all, double ties) = (0, 0);
        for (var cell = 0; cell < _isActive.Length; cell++)
        {
            if (_isActive[cell])
            {
                var w = totals.AsSpan(cell * OutcomeModel.Categories, OutcomeModel.Categories);
                all += w[OutcomeModel.Win] + w[OutcomeModel.Tie] + w[OutcomeModel.Loss];
                ties += w[OutcomeModel.Tie];
            }
        }

        TieShare = all > 0 ? ties / all : 0;
        HasTieParameter = outcome.HasTieParameter && TieShare > 0;
        Parameters = design.Contestants + design.CovariateNames.Length + (HasTieParameter ? 1 : 0);
    }

    public ComparisonDesign Design { get; }

    public OutcomeModel Outcome { get; }

    public ComparisonGroups Groups { get; }

    /// <summary>The group within which a contestant's log-strength has a meaning.</summary>
    public int[] GroupOf { get; }

    public int GroupCount { get; }

    public int Parameters { get; }

    /// <summary>Share of ties, by weight, among the battles that the fit uses.</summary>
    public double TieShare { get; }

    /// <summary>Whether τ is estimated. Without a single tie its maximum lies at the border, where the model is Bradley–Terry.</summary>
    public bool HasTieParameter { get; }

    public int TieIndex => Parameters - 1;

    /// <summary>A good first τ.</summary>
    public double InitialTieParameter => Outcome.InitialTieParameter(Math.Min(TieShare, 0.99));

    /// <summary>Whether a cell joins two contestants of one group, and so counts.</summary>
    public bool IsActive(int cell) => _isActive[cell];

    /// <summary>Newton's method with step halving, from the given start or from equal strengths.</summary>
    public Solution Fit(ReadOnlySpan<double> totals, ReadOnlySpan<double> start, bool isResampled, CancellationToken cancellationToken)
    {
        var parameters = new double[Parameters];
        if (!start.IsEmpty)
        {
            start.CopyTo(parameters);
        }
        else if (HasTieParameter)
        {
            parameters[TieIndex] = InitialTieParameter;
        }

        var gradient = new double[Parameters];
        var information = new double[Parameters * Parameters];
        var trial = new double[Parameters];
        var scales = Scales(totals);
        var value = Evaluate(parameters, totals, gradient, information);
        var norm = Norm(gradient, scales);
        var tolerance = isResampled ? ResampledTolerance : Tolerance;
        var isAtFloor = false;
        for (var iteration = 0; iteration <= MaxIterations; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var factor = CholeskyFactor.Of(information, Parameters);
            if (!factor.IsDefinite)
            {
                break;
            }

            var step = factor.Solve(gradient);
            if ((norm <= tolerance || isAtFloor) && Array.TrueForAll(step, part => Math.Abs(part) <= LargestLastStep))
            {
                return new Solution(parameters, true, iteration, norm, information);
            }

            if (norm <= RoundingGradient)
            {
                break;
            }

            var size = 1.0;
            if (HasTieParameter && Outcome.IsTieParameterPositive && step[TieIndex] < 0)
            {
                size = Math.Min(1, -0.9 * parameters[TieIndex] / step[TieIndex]);
            }

            // Near the maximum the gain is below rounding, so a loss within rounding is taken as well.
            var slack = 1e-14 * Math.Abs(value);
            double next;
            do
            {
                for (var k = 0; k < Parameters; k++)
                {
                    trial[k] = parameters[k] + (size * step[k]);
                }

                next = Evaluate(trial, totals, default, default);
                size /= 2;
            }
            while (!(next >= value - slack) && size > 1e-10);

            if (!(next >= value - slack))
            {
                break;
            }

            var before = norm;
            trial.CopyTo(parameters, 0);
            value = Evaluate(parameters, totals, gradient, information);
            norm = Norm(gradient, scales);

            // Rounding is the floor: where a full step no longer helps, what is reached is what there is.
            isAtFloor = norm >= before && norm <= 1e3 * tolerance;
        }

        return new Solution(parameters, false, MaxIterations, norm, information);
    }

    /// <summary>
    /// A resampled fit near a known maximum: steps with the inverse information of that maximum, which costs no
    /// factorisation. False where that does not settle, as for a resample in which a contestant never loses, and where the
    /// resample leaves a level open, as that of a contestant without a battle in it.
    /// </summary>
    public bool TryRefit(ReadOnlySpan<double> totals, double[] inverse, Span<double> parameters, Span<double> gradient, Span<double> scales)
    {
        Scales(totals, scales);
        for (var iteration = 0; iteration < 25; iteration++)
        {
            Evaluate(parameters, totals, gradient, default);
            if (Norm(gradient, scales) <= ResampledTolerance)
            {
                return _ridge > 0 || IsJoined(totals);
            }

            for (var k = 0; k < Parameters; k++)
            {
                parameters[k] += TensorPrimitives.Dot<double>(inverse.AsSpan(k * Parameters, Parameters), gradient);
            }

            if (HasTieParameter && Outcome.IsTieParameterPositive && parameters[TieIndex] <= 0)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Whether, with these weights, every group still hangs together, so that a finite maximum exists.</summary>
    public bool HasFiniteMaximum(ReadOnlySpan<double> totals)
    {
        if (_ridge > 0)
        {
            return true;
        }

        var groups = ComparisonGroups.Find(Design, totals);
        return groups.Count == GroupCount;
    }

    /// <summary>Whether, with these weights, a chain of battles still joins all members of every group.</summary>
    private bool IsJoined(ReadOnlySpan<double> totals)
    {
        var parent = new int[Design.Contestants];
        for (var i = 0; i < parent.Length; i++)
        {
            parent[i] = i;
        }

        var apart = parent.Length - GroupCount;
        for (var cell = 0; cell < _isActive.Length && apart > 0; cell++)
        {
            var w = totals.Slice(cell * OutcomeModel.Categories, OutcomeModel.Categories);
            if (_isActive[cell] && w[0] + w[1] + w[2] > 0)
            {
                var (i, j) = (Root(Design.CellFirst[cell]), Root(Design.CellSecond[cell]));
                apart -= i == j ? 0 : 1;
                parent[i] = j;
            }
        }

        return apart == 0;

        int Root(int i)
        {
            while (parent[i] != i)
            {
                i = parent[i] = parent[parent[i]];
            }

            return i;
        }
    }

    /// <summary>
    /// Inverse of the information at a maximum, row by row. The direction in which a group's strengths all move together
    /// carries no information; it is pinned by adding a matrix of ones per group, which leaves all else as it is.
    /// </summary>
    public double[] Invert(double[] information) => CholeskyFactor.Of(information, Parameters).Inverse();

    /// <summary>Log-likelihood minus penalty; fills gradient and pinned information where they are given.</summary>
    public double Evaluate(ReadOnlySpan<double> parameters, ReadOnlySpan<double> totals, Span<double> gradient, Span<double> information)
    {
        var n = Design.Contestants;
        var size = Parameters;
        var covariates = Design.CovariateNames.Length;
        var tau = HasTieParameter ? parameters[TieIndex] : 0;
        var outcome = HasTieParameter ? Outcome : BradleyTerry;
        gradient.Clear();
        information.Clear();
        Span<double> x = stackalloc double[covariates];
        var value = 0.0;
        for (var cell = 0; cell < Design.Cells; cell++)
        {
            var w = totals.Slice(cell * OutcomeModel.Categories, OutcomeModel.Categories);
            if (!_isActive[cell] || (w[0] == 0 && w[1] == 0 && w[2] == 0))
            {
                continue;
            }

            var (i, j) = (Design.CellFirst[cell], Design.CellSecond[cell]);
            var d = parameters[i] - parameters[j];
            for (var k = 0; k < covariates; k++)
            {
                x[k] = Design.Covariate(k)[cell];
                d += parameters[n + k] * x[k];
            }

            var terms = outcome.Evaluate(d, tau, w[OutcomeModel.Win], w[OutcomeModel.Tie], w[OutcomeModel.Loss]);
            value += terms.LogLikelihood;
            if (gradient.IsEmpty)
            {
                continue;
            }

            gradient[i] += terms.ByD;
            gradient[j] -= terms.ByD;
            for (var k = 0; k < covariates; k++)
            {
                gradient[n + k] += terms.ByD * x[k];
            }

            if (HasTieParameter)
            {
                gradient[TieIndex] += terms.ByTau;
            }

            if (information.IsEmpty)
            {
                continue;
            }

            var curve = -terms.ByDD;
            information[(i * size) + i] += curve;
            information[(j * size) + j] += curve;
            information[(i * size) + j] -= curve;
            information[(j * size) + i] -= curve;
            for (var k = 0; k < covariates; k++)
            {
                var row = (n + k) * size;
                information[row + i] += curve * x[k];
                information[row + j] -= curve * x[k];
                for (var l = 0; l <= k; l++)
                {
                    information[row + n + l] += curve * x[k] * x[l];
                }
            }

            if (HasTieParameter)
            {
                var row = TieIndex * size;
                information[row + i] -= terms.ByDTau;
                information[row + j] += terms.ByDTau;
                for (var k = 0; k < covariates; k++)
                {
                    information[row + n + k] -= terms.ByDTau * x[k];
                }

                information[row + TieIndex] -= terms.ByTauTau;
            }
        }

        for (var i = 0; i < n && _ridge > 0; i++)
        {
            value -= _ridge * parameters[i] * parameters[i] / 2;
            if (!gradient.IsEmpty)
            {
                gradient[i] -= _ridge * parameters[i];
            }

            if (!information.IsEmpty)
            {
                information[(i * size) + i] += _ridge;
            }
        }

        if (!information.IsEmpty)
        {
            Complete(information);
        }

        return value;
    }

    private static BradleyTerryOutcome BradleyTerry { get; } = new();

    /// <summary>Mirrors the rows of covariates and τ, and pins the common level of every group.</summary>
    private void Complete(Span<double> information)
    {
        var n = Design.Contestants;
        var size = Parameters;
        for (var row = n; row < size; row++)
        {
            for (var column = 0; column < row; column++)
            {
                information[(column * size) + row] = information[(row * size) + column];
            }

            // A covariate that never varies carries no information; its coefficient stays 0.
            if (information[(row * size) + row] == 0)
            {
                information[(row * size) + row] = 1;
            }
        }

        var pin = 0.0;
        for (var i = 0; i < n; i++)
        {
            pin = Math.Max(pin, information[(i * size) + i]);
        }

        pin = pin > 0 ? pin / n : 1;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                if (GroupOf[i] == GroupOf[j])
                {
                    information[(i * size) + j] += pin;
                }
            }
        }
    }

    private double[] Scales(ReadOnlySpan<double> totals)
    {
        var scales = new double[Parameters];
        Scales(totals, scales);
        return scales;
    }

    /// <summary>The weight that each parameter's gradient is a sum over, the prior's included.</summary>
    private void Scales(ReadOnlySpan<double> totals, Span<double> scales)
    {
        var n = Design.Contestants;
        scales.Clear();
        scales[..n].Fill(_ridge);
        for (var cell = 0; cell < Design.Cells; cell++)
        {
            if (!_isActive[cell])
            {
                continue;
            }

            var w = totals.Slice(cell * OutcomeModel.Categories, OutcomeModel.Categories);
            var sum = w[0] + w[1] + w[2];
            scales[Design.CellFirst[cell]] += sum;
            scales[Design.CellSecond[cell]] += sum;
            for (var k = n; k < scales.Length; k++)
            {
                scales[k] += sum;
            }
        }
    }

    private static double Norm(ReadOnlySpan<double> gradient, ReadOnlySpan<double> scales)
    {
        var norm = 0.0;
        for (var k = 0; k < gradient.Length; k++)
        {
            var part = Math.Abs(gradient[k]) / Math.Max(scales[k], double.Epsilon);
            norm = part > norm || double.IsNaN(part) ? part : norm;
        }

        return norm;
    }

    /// <summary>What a fit reached.</summary>
    /// <param name="Parameters">The estimates.</param>
    /// <param name="Converged">Whether the gradient vanished.</param>
    /// <param name="Iterations">Newton steps taken.</param>
    /// <param name="GradientNorm">Largest gradient, each divided by the weight it is a sum over.</param>
    /// <param name="Information">Pinned information at the estimates, row by row.</param>
    internal sealed record Solution(double[] Parameters, bool Converged, int Iterations, double GradientNorm, double[] Information);
}
