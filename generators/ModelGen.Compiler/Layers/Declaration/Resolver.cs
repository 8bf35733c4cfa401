using System.Reflection;
using ModelGen.Compiler.Budgets;
using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Optimizers;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Layers;

/// <summary>Reads the attributes of a model and of its blocks into steps, and checks what can be checked without shapes.</summary>
internal sealed class Resolver
{
    private readonly Dictionary<string, BlockSpec> _blocks = new(StringComparer.Ordinal);
    private readonly EquatableArray<AttributeSpec> _model;
    private readonly List<Budget> _budgets = [];
    private readonly List<BoundSchedule> _schedules = [];
    private readonly Problems _problems;
    private readonly IReadOnlyDictionary<string, FunctionSpec> _functions;
    private int _read;

    public Resolver(ModelSpec spec, Problems problems)
    {
        foreach (var block in spec.Blocks) _blocks[block.Name] = block;
        _model = spec.Attributes;
        _functions = BoundFunction.Table(spec);
        _problems = problems;
        Options = ReadOptions(spec.Options, spec.Class.Name);
        Steps = Resolve(spec.Attributes, Surroundings.Model);
    }

    /// <summary>The model's steps that can be read.</summary>
    public IReadOnlyList<Step> Steps { get; }

    /// <summary>The schedules of the learning rate, in their order. They are no steps: they may stand anywhere.</summary>
    public IReadOnlyList<BoundSchedule> Schedules => _schedules;

    /// <summary>What <c>[Model]</c> says of all layers.</summary>
    public ModelAttribute Options { get; }

    /// <summary>The budgets of the model. A budget is no step and may be anywhere.</summary>
    public IReadOnlyList<Budget> Budgets => _budgets;

    /// <summary>The penalty of gradients; null if there is none. It is no step and may be anywhere.</summary>
    public BoundGradientPenalty? GradientPenalty { get; private set; }

    /// <summary>Whether second derivatives of the loss are asked for.</summary>
    public bool HasHessian { get; private set; }

    /// <summary>Whether every attribute can be read. Only then it is known that something is missing.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Whether a step of the model is above the first input. An input that cannot be read counts, too.</summary>
    public bool IsAboveInputs(Step step) => !_model.Take(step.Location.Attribute).Any(AttributeFactory.Is<ModelInputAttribute>);

    private IReadOnlyList<Step> Resolve(EquatableArray<AttributeSpec> attributes, Surroundings around)
    {
        var steps = new List<Step>(attributes.Count);
        var size = 0L;
        for (var i = 0; i < attributes.Count && !_problems.GaveUp; i++)
        {
            var location = new SpecLocation(around.Block?.Name, i);
            _read++;
            var before = _problems.Found.Count;
            if (Resolve(attributes[i], location, around, steps) is not { } step)
            {
                IsComplete &= _problems.Found.Count == before;
                continue;
            }

            steps.Add(step);
            size += step.Size;
            if (Math.Max(size, _read) > Limits.Steps) GiveUp(step, $"{Limits.Text(Math.Max(size, _read))} layers or more", Limits.Steps);
        }

        return LayerNames.Assign(steps, _problems);
    }

    private void GiveUp(Step step, string gives, int limit)
    {
        if (_problems.GaveUp) return;
        var location = step.Location.At(step.Block?.CopiesArgument);
        _problems.GiveUp(new Diagnostic(DiagnosticCatalogue.TooLarge, location, EquatableArray.Of(
            $"[{step.Kind}]", "", "the model " + gives, Limits.Text(limit), "Use fewer or smaller blocks.")));
    }

    private Step? Resolve(AttributeSpec written, SpecLocation location, Surroundings around, IReadOnlyList<Step> above)
    {
        var kind = KindOf(written);
        if (Circular(written).ToArray() is { Length: > 0 } circular)
        {
            foreach (var (argument, element, path) in circular)
                _problems.Add(DiagnosticCatalogue.CircularConstant, location.At(argument, element), [], $"[{kind}]", "", argument, path);
            return null;
        }

        var standIns = BlockArguments.StandIns(written).ToArray();
        foreach (var (argument, element, index) in standIns)
        {
            if (index < around.Arguments.Count)
                continue;
            if (around.Block is null)
                _problems.Add(
                    DiagnosticCatalogue.ArgOutsideBlock,
                    location.At(argument, element),
                    BlockFixes.Number(written, location.At(argument, element)),
                    $"[{kind}]",
                    "",
                    argument,
                    BlockArguments.Letter(index));
            return null;
        }

        var spec = standIns.Length == 0 ? written : BlockArguments.Substitute(written, around.Arguments);
        if (Create(spec) is not { } created)
        {
            _problems.Add(DiagnosticCatalogue.UnreadableArguments, location, $"[{kind}]", "");
            return null;
        }

        if (created is not PipelineAttribute attribute) return null; // [Model] or [Block] itself.
        var definition = DefinitionTable.Find(attribute);
        if (around.Block is not null && definition.WhyNotInBlock is { } reason)
        {
            _problems.Add(
                DiagnosticCatalogue.NotInBlock,
                location,
                BlockFixes.MoveOut(attribute, kind, location, _model),
                $"[{kind}]",
                "",
                reason,
                around.Block.DisplayName);
            return null;
        }

        if (!Names(attribute, spec, location, kind, out var function)) return null;
        var step = new Step(attribute, kind, location)
        {
            Function = function,
            Layer = definition as LayerDefinition,
            Block = definition as BlockDefinition,
            FromUse = standIns.Select(standIn => standIn.Argument).ToArray(),
        };
        if (step.Layer is ICompositeLayer composite) step = step with { Size = 1 + composite.Steps(attribute, location, null).Count };
        var problems = definition.Validate(attribute);
        if (attribute is WeightedLayerAttribute weighted) problems = problems.Concat(UpdateSettings.Validate(weighted));
        foreach (var problem in problems) Report(problem, step, standIns, around, above);
        if (attribute is BudgetAttribute budget)
        {
            _budgets.Add(new Budget(budget, location));
            return null;
        }

        if (attribute is GradientPenaltyAttribute penalty)
        {
            GradientPenalty = new BoundGradientPenalty(penalty, location);
            return null;
        }

        if (attribute is HessianAttribute)
        {
            HasHessian = true;
            return null;
        }

        if (attribute is ScheduleAttribute schedule)
        {
            _schedules.Add(new BoundSchedule((ScheduleDefinition)definition, schedule, kind, location));
            return null;
        }

        return attribute is BlockUseAttribute use ? WithBlocks(step, spec, use, standIns, around) : step;
    }

    /// <summary>The user's function of an attribute, if it names one; false, reported, if there is none.</summary>
    private bool Names(PipelineAttribute attribute, AttributeSpec spec, SpecLocation location, string kind, out BoundFunction? function)
    {
        function = null;
        var name = attribute switch
        {
            ApplyAttribute apply => apply.Function ?? "",
            LossAttribute loss when loss.GetType() == typeof(LossAttribute) => loss.Function ?? "",
            _ => null,
        };
        if (name is null) return true;
        if (spec.Function is { Function: { } id } && _functions.TryGetValue(id, out var found))
        {
            function = new BoundFunction(found, _functions);
            return true;
        }

        var problem = spec.Function?.Problem is { } known
            ? FormulaProblem.Of(known)
            : new FormulaProblem(DiagnosticCatalogue.NoSuchFunction, null, -1, [name, "the class has no method of this name."]);
        _problems.Add(problem.Descriptor, problem.At(location), [], [$"[{kind}]", "", .. problem.Message]);
        return false;
    }

    /// <summary>What <c>[Model]</c> says, if it has arguments and they can be read.</summary>
    private ModelAttribute ReadOptions(AttributeSpec? written, string className)
    {
        if (written is null || Create(written) is not ModelAttribute options) return new();
        foreach (var problem in Validate(options).OfType<ArgumentProblem>())
        {
            var location = SpecLocation.Model.At(problem.Argument);
            var fixes = problem.Fixes.Select(fix => fix(location)).ToArray();
            _problems.Add(problem.Descriptor, location, fixes, ["[Model]", "", .. problem.Message]);
        }

        if (options.Arithmetic == Arithmetic.Int8 && options.Storage is Storage.Float16 or Storage.BFloat16)
        {
            var location = SpecLocation.Model.At(nameof(ModelAttribute.Storage));
            _problems.Add(
                DiagnosticCatalogue.StorageOfWholeNumbers,
                location,
                [Fix.Change(location, "Storage.Int8")],
                className,
                options.Storage.ToString());
        }

        return options;
    }

    private static IEnumerable<ArgumentProblem?> Validate(ModelAttribute options) =>
    [
        Require.Defined(nameof(ModelAttribute.Arithmetic), options.Arithmetic),
        Require.Defined(nameof(ModelAttribute.Storage), options.Storage),
        .. UpdateSettings.Validate(options),
    ];

    /// <summary>The arguments whose values depend on the model itself.</summary>
    private static IEnumerable<(string Argument, int Element, string Path)> Circular(AttributeSpec spec)
    {
        foreach (var argument in spec.Positional.Concat(spec.Named))
        {
            if (argument.Value is ValueSpec.Circular whole) yield return (argument.Name, -1, whole.Path);
            if (argument.Value is not ValueSpec.Array array) continue;
            for (var i = 0; i < array.Items.Count; i++)
                if (array.Items[i] is ValueSpec.Circular item) yield return (argument.Name, i, item.Path);
        }
    }

    /// <summary>The attribute; null if C# refuses it.</summary>
    internal static Attribute? Create(AttributeSpec spec)
    {
        try
        {
            return AttributeFactory.Create(spec);
        }
        catch (Exception e)
            when (e
                    is CompilerException
                        or TargetInvocationException
                        or ArgumentException
                        or InvalidCastException
                        or FormatException
                        or OverflowException)
        {
            return null; // The C# compiler refuses such an attribute, too.
        }
    }

    /// <summary>A wrong value that comes from an argument of the block is reported at that argument.</summary>
    private void Report(
        ArgumentProblem? problem,
        Step step,
        (string Argument, int Element, int Index)[] standIns,
        Surroundings around,
        IReadOnlyList<Step> above)
    {
        if (problem is null) return;
        var (location, note) = (step.Location.At(problem.Argument, problem.Element), "");
        foreach (var (argument, element, index) in standIns)
        {
            if (argument != problem.Argument || element != problem.Element) continue;
            location = around.Arguments[index].Location;
            note = $" The block '{around.Block!.DisplayName}' puts its Arg.{BlockArguments.Letter(index)} there, which is given here.";
        }

        var names = problem.LacksValueName ? above.Select(LayerNames.OfValue).OfType<string>().Reverse().Take(2) : [];
        var fixes = names.Select(name => Fix.Change(location, $"\"{name}\"")).Concat(problem.Fixes.Select(fix => fix(location)));
        _problems.Add(problem.Descriptor, location, fixes.ToArray(), [$"[{step.Kind}]", note, .. problem.Message]);
    }

    private Step? WithBlocks(
        Step step, AttributeSpec spec, BlockUseAttribute use, (string Argument, int Element, int Index)[] standIns, Surroundings around)
    {
        var display = $"[{step.Kind}]";
        var found = new List<BlockSpec>();
        foreach (var name in spec.TypeArguments)
        {
            if (!_blocks.TryGetValue(name, out var block) || !block.IsBlock)
            {
                var remedy = block?.Assembly is { } assembly
                    ? $"Mark the class with [Block] in the assembly '{assembly}', and set ModelGenShareBlocks to true in its project: "
                        + "otherwise attributes leave no trace."
                    : "Mark the class with [Block], or name one that is marked.";
                return Stop(
                    DiagnosticCatalogue.NotABlock, BlockFixes.Mark(block), display, "", block?.DisplayName ?? ShortName(name), remedy);
            }

            if (around.Chain.Contains(block))
            {
                var circle = around.Chain.SkipWhile(b => b != block).Append(block).Select(b => b.DisplayName);
                return Stop(
                    DiagnosticCatalogue.RecursiveBlock,
                    BlockFixes.RemoveFrom(around.Block!, step),
                    display,
                    "",
                    block.DisplayName,
                    string.Join(" → ", circle));
            }

            if (block.DeclarationsWithAttributes > 1)
            {
                _problems.Add(
                    DeclarationRules.Split(new SpecLocation(block.Name, -1), block.DisplayName, block.DeclarationsWithAttributes));
                return null;
            }

            found.Add(block);
        }

        if (!ArgumentsFit(step, use, found)) return null;
        if (around.Chain.Count >= Limits.Nesting)
        {
            GiveUp(step, $"{Limits.Nesting + 1} blocks inside each other", Limits.Nesting);
            return null;
        }

        var arguments = use
            .Arguments.Select(
                (value, i) =>
                {
                    var standIn = standIns.FirstOrDefault(s => s.Argument == "arguments" && s.Element == i);
                    return new BlockArgument(
                        value,
                        standIn.Argument is null ? step.Location.At("arguments", i) : around.Arguments[standIn.Index].Location);
                })
            .ToArray();

        var branches = new List<BlockBody>();
        foreach (var block in found)
        {
            var body = new BlockBody(block.DisplayName, Resolve(block.Attributes, around.Inside(block, arguments)));
            if (BlockFixes.LayersOf(block) == 0)
                return Stop(DiagnosticCatalogue.EmptyBlock, BlockFixes.Fill(block, step), display, "", block.DisplayName);
            branches.Add(body);
        }

        foreach (var body in branches) CheckReservedNames(step.Block!, body);
        return step with
        {
            Branches = branches,
            Size = 1 + (branches.Sum(b => b.Size) * Math.Max(1, step.Block!.Copies(use))),
        };

        Step? Stop(DiagnosticDescriptor descriptor, Fix[] fixes, params string[] message)
        {
            _problems.Add(descriptor, step.Location, fixes, message);
            return null;
        }
    }

    private void CheckReservedNames(BlockDefinition definition, BlockBody body)
    {
        var taken = definition.ReservedNames.ToDictionary(reserved => reserved.Name, reserved => reserved.Owner, StringComparer.Ordinal);
        foreach (var layer in body.Steps)
        {
            if (layer.Name is null || !taken.TryGetValue(layer.Name, out var owner)) continue;
            _problems.Add(
                DiagnosticCatalogue.ReservedName,
                layer.Location.At("Name"),
                LayerNames.Rename(layer.Location.At("Name"), layer.Name!, LayerNames.OfLayers(body.Steps)),
                $"[{layer.Kind}]",
                "",
                layer.Name!,
                owner);
        }
    }

    private bool ArgumentsFit(Step step, BlockUseAttribute use, List<BlockSpec> blocks)
    {
        var given = use.Arguments.Length;
        var needed = blocks.Select(BlockArguments.CountIn).ToArray();
        var most = needed.Max();
        var givenText = given == 0 ? "none is" : given == 1 ? "only 1 is" : $"only {given} are";
        if (given < most)
        {
            var block = blocks[Array.IndexOf(needed, most)].DisplayName;
            var letters = string.Join(", ", Enumerable.Range(0, most).Select(i => "Arg." + BlockArguments.Letter(i)));
            var count = step.Block!.CopiesArgument is null ? "" : Limits.Plain(step.Block.Copies(use)) + ", ";
            var values = Enumerable.Range(0, most).Select(i => i < given ? Limits.Plain(use.Arguments[i]) : "…");
            _problems.Add(
                DiagnosticCatalogue.MissingBlockArgument,
                step.Location,
                BlockFixes.AddArguments(step, use.Arguments, most),
                $"[{step.Kind}]",
                "",
                block,
                letters,
                Arguments(most),
                givenText,
                $"{step.Kind}({count}{string.Join(", ", values)})");
        }
        else if (given > most)
        {
            var names = string.Join("', '", blocks.Select(b => b.DisplayName).Distinct());
            var takes = blocks.Count == 1 ? "takes " : "take ";
            _problems.Add(
                DiagnosticCatalogue.SurplusBlockArgument,
                step.Location.At("arguments", most),
                BlockFixes.RemoveArguments(step, most, given),
                $"[{step.Kind}]",
                "",
                names,
                takes + (most == 0 ? "no arguments" : Arguments(most)),
                given == 1 ? "1 is" : $"{given} are");
        }

        return given == most;

        static string Arguments(int count) => count == 1 ? "1 argument" : $"{count} arguments";
    }

    /// <summary>The attribute as written, without arguments: <c>Dense</c>, <c>Residual&lt;Branch&gt;</c>.</summary>
    private string KindOf(AttributeSpec spec)
    {
        var name = spec.TypeName.EndsWith("Attribute", StringComparison.Ordinal)
            ? spec.TypeName.Substring(0, spec.TypeName.Length - "Attribute".Length)
            : spec.TypeName;
        if (spec.TypeArguments.Count == 0) return name;
        var blocks = spec.TypeArguments.Select(t => _blocks.TryGetValue(t, out var block) ? block.DisplayName : ShortName(t));
        return $"{name}<{string.Join(", ", blocks)}>";
    }

    private static string ShortName(string name) => name.Substring(name.LastIndexOfAny(['.', ':']) + 1);

    /// <summary>Where attributes are read: in the model, or in a block with the arguments of one use.</summary>
    private sealed record Surroundings(BlockSpec? Block, IReadOnlyList<BlockArgument> Arguments, IReadOnlyList<BlockSpec> Chain)
    {
        public static readonly Surroundings Model = new(null, [], []);

        public Surroundings Inside(BlockSpec block, IReadOnlyList<BlockArgument> arguments) =>
            new(block, arguments, Chain.Append(block).ToArray());
    }
}
