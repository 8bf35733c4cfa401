using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Losses;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Programs;
using ModelGen.Compiler.Programs.Stepping;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Codegen.Members;

/// <summary>The source of the public members: a model without errors, or what is known of a model with errors.</summary>
public sealed record SurfaceModel
{
    public required ClassSpec Class { get; init; }

    public required IReadOnlyList<Port> Inputs { get; init; }

    /// <summary>Those that are numbers, into which gradients flow.</summary>
    public IEnumerable<Port> NumericInputs => Inputs.Where(input => input.Vocabulary is null);

    /// <summary>The main output first.</summary>
    public required IReadOnlyList<Port> Outputs { get; init; }

    /// <summary>
    /// One; both kinds in a stub whose loss is unknown, so that calls of either kind compile; none in a model that only predicts.
    /// </summary>
    public required IReadOnlyList<Objective> Objectives { get; init; }

    /// <summary>The model behind the members; null for stubs.</summary>
    public BuiltModel? Built { get; init; }

    /// <summary>For stubs: the layers, as far as they are known.</summary>
    public IReadOnlyList<LayerOutline> Outline { get; init; } = [];

    /// <summary>The model step by step; null if it is not causal, or has no sequence as its input.</summary>
    public StepGraph? Steps { get; init; }

    /// <summary>The floats of the state that batches take along, for each sample; 0 if no layer keeps one.</summary>
    public int StateWidth { get; init; }

    /// <summary>Why a model of sequences cannot run step by step; null for others.</summary>
    public LookAhead? LookAhead { get; init; }

    /// <summary>The inputs that come step by step.</summary>
    public IEnumerable<Port> StepInputs => Inputs.Where((_, i) => !IsGiven(i));

    /// <summary>The inputs that are read before the first step; none in most models.</summary>
    public IEnumerable<Port> GivenInputs => Inputs.Where((_, i) => IsGiven(i));

    public bool IsStub => Built is null;

    /// <summary>Whether the class has no members for training: what it has is static.</summary>
    public bool OnlyPredicts { get; init; }

    /// <summary>Whether several processes can compute a step of it together.</summary>
    public bool SharesSteps => Built is { OnlyPredicts: false, Spec.SharesSteps: true };

    /// <summary>What checks the arguments.</summary>
    internal string ArgumentChecks => OnlyPredicts ? Framework.CarriedArguments : Framework.Arguments;

    /// <summary>The class as it is written in code.</summary>
    public string ClassName => Identifiers.EscapeType(Class.Name);

    public string NameOfClass => Literals.Text(Class.Name);

    public int InputSize => SampleInputs.Sum(input => input.Size);

    /// <summary>The inputs without the lengths of samples.</summary>
    public IReadOnlyList<Port> SampleInputs => Inputs.Where(input => !input.IsLengths).ToArray();

    /// <summary>The lengths of samples; null if all steps count.</summary>
    public Port? Lengths => Inputs.FirstOrDefault(input => input.IsLengths);

    /// <summary>The fewest samples of a training step.</summary>
    public int FewestSamples => Built?.FewestSamples ?? 1;

    /// <summary>Whether gradients are penalized.</summary>
    public bool HasGradientPenalty { get; init; }

    /// <summary>Whether second derivatives of the loss are asked for.</summary>
    public bool HasHessian { get; init; }

    /// <summary>The outputs that the losses are of; none if a loss is not one of outputs alone, so that there is no <c>Loss</c>.</summary>
    public IReadOnlyList<Port> LossOutputs { get; init; } = [];

    /// <summary>What <c>Loss</c> reads besides targets: outputs, and the lengths of samples if they decide what counts.</summary>
    public IReadOnlyList<Port> LossInputs =>
        Objectives.SelectMany(o => o.Losses).Any(loss => loss.HasLengths) ? [.. LossOutputs, Lengths!] : LossOutputs;

    /// <summary>How many training steps make an update.</summary>
    public int Accumulate => Built?.Optimizer?.Accumulate ?? 1;

    /// <summary>How many values a model with arithmetic of 8 bits measures.</summary>
    public int Measured => Built is { OnlyPredicts: false } built ? built.Measured.Count : 0;

    /// <summary>Whether the optimizer keeps an average of the weights.</summary>
    public bool Averages => Built?.Optimizer?.Averages == true;

    public int ParameterCount => Built?.ParameterCount ?? 1;

    /// <summary>The shapes, for headings: <c>[N, 1, 28, 28] → [N, 10]</c>.</summary>
    public string Flow =>
        string.Join(", ", Inputs.Select(i => i.Dimensions("N"))) + " → " + string.Join(", ", Outputs.Select(o => o.Dimensions("N")));

    /// <summary>Whether the members are those of <c>ITrainable</c>, which knows one input of floats and one output.</summary>
    public bool HasOneOfEach => Inputs.Count == 1 && Outputs.Count == 1 && Inputs[0].Vocabulary is null;

    public static SurfaceModel Of(BuiltModel built)
    {
        var names = new PortNames(built.HasHessian ? SecondDerivatives.Names : []);
        var output = names.MainOutput(built.Output.Shape);
        var inputs = names.Inputs(built.Inputs.Select(Declared).ToArray());
        var (steps, fault) = StepGraph.Of(built);
        Port[] outputs = [output, .. built.Outputs.Skip(1).Select(o => names.ExtraOutput(o.Name, o.Value.Shape))];
        var lossOutputs = built.OnlyPredicts ? null : OutputLoss.Of(built)?.Outputs;
        return new SurfaceModel
        {
            LossOutputs = outputs.Where((_, i) => lossOutputs?.Contains(built.Outputs[i].Name) == true).ToArray(),
            Steps = steps,
            LookAhead = Stepping.IsOfSequences(built) ? fault : null,
            Class = built.Spec.Class,
            Inputs = inputs,
            Outputs = outputs,
            Objectives = built.OnlyPredicts ? [] : [ObjectiveOf(built, names)],
            Built = built,
            HasGradientPenalty = built is { OnlyPredicts: false, GradientPenalty: not null },
            HasHessian = built is { OnlyPredicts: false, HasHessian: true },
            StateWidth = built.StateWidth,
            OnlyPredicts = built.OnlyPredicts,
        };
    }

    public static SurfaceModel Stub(ModelSpec spec, IEnumerable<LayerOutline> layers)
    {
        var hasHessian = !spec.OnlyPredicts && spec.Attributes.Any(AttributeFactory.Is<HessianAttribute>);
        var names = new PortNames(hasHessian ? SecondDerivatives.Names : []);
        var output = names.MainOutput(null);
        var inputs = names.Inputs(DeclaredPorts.Inputs(spec.Attributes));
        Port[] outputs = [output, .. DeclaredPorts.ExtraOutputs(spec.Attributes).Select(name => names.ExtraOutput(name, null))];
        Objective[] objectives = spec.OnlyPredicts ? [] : DeclaredPorts.Objectives(spec.Attributes, names).ToArray();
        return new SurfaceModel
        {
            Class = spec.Class,
            Inputs = inputs,
            Outputs = outputs,
            Objectives = objectives,
            LossOutputs = objectives.Any(objective => objective.Losses.Count > 1) ? outputs : [output],
            OnlyPredicts = spec.OnlyPredicts,
            HasGradientPenalty = !spec.OnlyPredicts && spec.Attributes.Any(AttributeFactory.Is<GradientPenaltyAttribute>),
            HasHessian = hasHessian,
            Outline = layers.ToArray(),
            StateWidth = BatchStart.WidthOf(spec),
        };
    }

    private bool IsGiven(int input) => Steps?.Given.Contains(Built!.Inputs[input].Name) == true;

    private static DeclaredInput Declared(NamedValue input) => input.Value.Node.Op is LeafOp { Kind: LeafKind.Tokens } leaf
        ? leaf.IsLength ? DeclaredInput.Lengths(leaf.Values - 1) : new DeclaredInput(input.Name, input.Value.Shape, leaf.Values)
        : new DeclaredInput(input.Name, input.Value.Shape, null);

    private static Objective ObjectiveOf(BuiltModel built, PortNames names)
    {
        var targets = built.Losses.GroupBy(loss => loss.TargetName).ToDictionary(
            losses => losses.Key,
            losses => Target(losses.First()) with
            {
                Name = names.Target(losses.Key),
                Leaf = losses.Key,
                Output = losses
                    .Select(loss => loss.Of ?? InputWiring.OutputName)
                    .FirstOrDefault(of => built.Outputs.Any(output => output.Name == of)),
                Ignored = losses.Select(loss => loss.IgnoredLabel).Distinct().Count() == 1 ? losses.First().IgnoredLabel : null,
            },
            StringComparer.Ordinal);
        return new Objective(
            targets.Values.ToArray(),
            built.Losses.Select((loss, i) => new LossPort(loss.Name, LossRules.Numbered(i), targets[loss.TargetName])
            {
                Weight = loss.Weight,
                Ignored = loss.IgnoredLabel,
                ClassWeights = loss.ClassWeights,
                SampleWeights = loss.SampleWeights,
                HasLengths = loss.Lengths is not null,
                MeanFactor = loss.MeanFactor,
            }).ToArray());
    }

    private static TargetPort Target(BoundLoss loss)
    {
        var output = loss.Output.Shape;
        var sample = loss.TargetShape(output);
        if (loss.TargetKind == TargetKind.Values)
        {
            var size = sample == output && loss.Of is null ? "OutputSize" : Literals.Integer(sample.SampleElements);
            return new TargetPort("", "float", size, null, Dimensions(sample.Sample));
        }

        var classAxis = BoundLoss.ClassAxis(output);
        var positions = output.Dimensions.Where((_, axis) => axis != classAxis).Skip(1);
        return new TargetPort("", "int", Literals.Integer(sample.SampleElements), output[classAxis], Dimensions(positions));
    }

    private static string Dimensions(IEnumerable<int> sample) =>
        "[" + string.Join(", ", new[] { "n" }.Concat(sample.Select(d => Literals.Integer(d)))) + "]";
}
