using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Optimizers;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Layers;

/// <summary>The interface between a layer and the model that is being built.</summary>
internal sealed class LayerContext(PipelineBuilder pipeline, CallSite site, Flow? current)
{
    private readonly List<LayerCall> _found = [];
    private LayerCall? _call;

    /// <summary>The value that arrives, [N, …].</summary>
    public Value Current => current!.Value.Value;

    /// <summary>What made it, for messages.</summary>
    public string CurrentOrigin => current!.Value.Origin;

    /// <summary>The shape that arrives, for messages.</summary>
    public string CurrentShape => Current.Shape.Display;

    /// <summary>The leaf of ids that arrives; null for numbers.</summary>
    public LeafOp? Tokens => TokensOf(Current);

    /// <summary>Where the layer's attribute stands.</summary>
    public SpecLocation Location => site.Step.Location;

    /// <summary>The user's function that the layer's attribute names.</summary>
    public BoundFunction? Function => site.Step.Function;

    /// <summary>Whether there is a current value: everywhere but at the first input.</summary>
    public bool HasCurrent => current is not null;

    public Mode Mode => pipeline.Mode;

    /// <summary>Whether the layer's parameters and buffers stay as they are.</summary>
    public bool IsFrozen => site.Step.Attribute is LayerAttribute { Frozen: true };

    /// <summary>Whether the layer changes its buffers: in training, unless it is frozen.</summary>
    public bool UpdatesBuffers => !IsFrozen && Mode == Mode.Training;

    public GraphBuilder Builder => pipeline.Graph;

    /// <summary>A sum over samples, of all processes that compute a training step together, if they want that.</summary>
    /// <param name="value">What is added up.</param>
    /// <param name="axes">The axes, which keep the size one.</param>
    /// <param name="isCompared">Whether the output for a sample depends on it.</param>
    public Value SumOfSamples(Value value, int[] axes, bool isCompared = true)
    {
        if (isCompared) pipeline.ComparesSamples ??= site;
        var sum = value.Sum(axes);
        return pipeline.SharesSteps && sum.Node.Op is ReduceOp reduce
            ? Builder.Add(reduce with { IsShared = true }, sum.Node.Inputs[0])
            : sum;
    }

    /// <summary>1 / n, n being the number of samples in the batch.</summary>
    public Value InverseSamples => Builder.Leaf(LeafKind.Scalar, LeafOp.InverseSamples, Shape.Scalar);

    /// <summary>The origin of the result for messages, if it is not the layer itself.</summary>
    public string? Origin { get; set; }

    /// <summary>Makes a parameter.</summary>
    /// <param name="name">Its name behind the layer's path, such as <c>weight</c>.</param>
    /// <param name="standardShape">Its shape in files.</param>
    /// <param name="order">Axis i in memory is axis <c>order[i]</c> of the standard shape.</param>
    /// <param name="init">How it starts.</param>
    /// <returns>The parameter in memory order; null, reported, if the model would become too large.</returns>
    public Value? Parameter(string name, int[] standardShape, int[] order, ParameterInit init) =>
        Store(
            name,
            new ParameterInfo(site.Path + "." + name, standardShape.ToEquatableArray(), order.ToEquatableArray(), init)
            {
                Update = UpdateSettings.Of(
                    pipeline.Updates.Model,
                    pipeline.Updates.Optimizer,
                    site.Step.Attribute as WeightedLayerAttribute,
                    site.Path,
                    name,
                    standardShape.Length,
                    site.Step.Layer is { HasTable: true }),
                IsFrozen = IsFrozen,
            });

    /// <summary>Makes a buffer: kept from call to call and saved, but not learned.</summary>
    /// <param name="name">Its name behind the layer's path, such as <c>running_mean</c>.</param>
    /// <param name="shape">Its shape, in files and in memory.</param>
    /// <param name="init">How it starts.</param>
    /// <param name="isCount">Whether it counts something.</param>
    /// <returns>Its value before the call; null, reported, if the model would become too large.</returns>
    public Value? Buffer(string name, int[] shape, ParameterInit init, bool isCount = false)
    {
        var order = Enumerable.Range(0, shape.Length).ToEquatableArray();
        return Store(
            name,
            new ParameterInfo(site.Path + "." + name, shape.ToEquatableArray(), order, init)
            {
                IsBuffer = true,
                IsFrozen = IsFrozen,
                IsCount = isCount,
            });
    }

    /// <summary>Gives a buffer its value after the call, in training mode only.</summary>
    public void SetBuffer(string name, Value next) => pipeline.AddBufferUpdate(new NamedValue(site.Path + "." + name, next));

    /// <summary>Whether layers can take something along from batch to batch: in models that are trained.</summary>
    public bool HasBatchStates => !pipeline.OnlyPredicts;

    /// <summary>Scans whose carried values go on from those that the batch before has left.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="size">The size of each.</param>
    /// <param name="finals">Their values behind the last step, made from those before the first, [N, size] each.</param>
    public void Carry(int count, int size, Func<Value[], Value[]> finals)
    {
        var first = pipeline.States.Count;
        var starts = Enumerable.Range(first, count)
            .Select(i => Builder.Leaf(LeafKind.StartState, $"{LeafOp.StartOfBatch} {Limits.Plain(i + 1)}", Shape.Batched([size])))
            .ToArray();
        foreach (var state in starts.Zip(finals(starts), (start, final) => new CarriedState(start, final))) pipeline.AddState(state);
    }

    /// <summary>The lengths of samples; null if none are declared.</summary>
    public SampleLengths? Lengths => pipeline.Lengths;

    /// <summary>The lengths of a sequence's samples, [N, 1]; null if all its steps count.</summary>
    public Value? LengthsOf(Value sequence) =>
        pipeline.Lengths is { } lengths && lengths.HoldFor(sequence) ? lengths.Values : null;

    /// <summary>Declares the lengths of the samples of the current value.</summary>
    public void SetLengths(Value lengths, int steps) => pipeline.Lengths = new SampleLengths(lengths, steps, Current.Node);

    /// <summary>Declares the fewest samples of a training step.</summary>
    public void NeedsSamples(int fewest) => pipeline.FewestSamples = Math.Max(pipeline.FewestSamples, fewest);

    /// <summary>Whether products are in whole numbers of 8 bits.</summary>
    public bool IsQuantized => pipeline.OnlyPredicts && pipeline.Options.Arithmetic == Arithmetic.Int8;

    /// <summary>Makes a parameter whose elements are whole numbers, in pairs along an axis.</summary>
    /// <param name="name">Its name behind the layer's path.</param>
    /// <param name="standardShape">Its shape in files.</param>
    /// <param name="order">Axis i in memory is axis <c>order[i]</c> of the standard shape.</param>
    /// <param name="init">How it starts.</param>
    /// <param name="axis">The standard axis along which it is read in pairs.</param>
    /// <returns>The pairs in memory order, and the factors of the outputs; null, reported, if the model would become too large.</returns>
    public (Value Pairs, Value Scale)? Pairs(string name, int[] standardShape, int[] order, ParameterInit init, int axis)
    {
        var parameter = new ParameterInfo(site.Path + "." + name, standardShape.ToEquatableArray(), order.ToEquatableArray(), init)
        {
            Saved = Element.I8,
            PairedAxis = axis,
        };
        return Add(name, parameter) is { } pairs && Add(name, parameter.ToScale()) is { } scale ? (pairs, scale) : null;
    }

    /// <summary>
    /// With arithmetic of 8 bits: the largest magnitude that a product with a weight reads, [1]. A model that is trained measures it.
    /// </summary>
    /// <param name="weight">The name of the weight.</param>
    /// <param name="input">What the product reads.</param>
    /// <returns>Null, reported, if the model would become too large.</returns>
    public Value? Range(string weight, Value input)
    {
        var parameter = new ParameterInfo(
            $"{site.Path}.{ParameterInfo.RangeName(weight)}", EquatableArray.Of(1), EquatableArray.Of(0), ParameterInit.Zeros)
        {
            IsBuffer = true,
            IsFrozen = true,
            IsMeasured = true,
        };
        if (Add(weight, parameter) is not { } range) return null;
        pipeline.Measure(new NamedValue(parameter.Name, input));
        return range;
    }

    /// <summary>
    /// Notes that a product with a weight reads a value, which a model with arithmetic of 8 bits measures once it is trained.
    /// </summary>
    /// <returns>False, reported, if the model would become too large.</returns>
    public bool Measures(string weight, WeightForm form, long terms, Value input) =>
        pipeline.OnlyPredicts || pipeline.Options.Arithmetic != Arithmetic.Int8 || form != WeightForm.Plain
        || terms > WholeProduct.MostTerms || Range(weight, input) is not null;

    private Value? Store(string name, ParameterInfo parameter)
    {
        if (site.Step.Layer is { } layer && !site.Step.ParameterNames.Contains(name))
            throw new CompilerException($"{layer.GetType().Name} makes the parameter '{name}', which is not among its ParameterNames.");

        var saved = Elements.Of(pipeline.Storage, parameter.StandardShape.Count);
        if (saved == Element.I8 && site.Step.Layer is { HasTable: true }) saved = Element.BF16;
        parameter = parameter with { Saved = saved, Element = pipeline.OnlyPredicts ? saved : Element.F32 };
        if (Add(name, parameter) is not { } leaf) return null;
        if (parameter.Element != Element.I8) return leaf;
        return Add(name, parameter.ToScale()) is { } scale ? Scaled(leaf, scale, parameter) : null;
    }

    /// <summary>Adds a parameter; null, reported, if the model would become too large.</summary>
    private Value? Add(string name, ParameterInfo parameter)
    {
        if (pipeline.AddParameter(parameter)) return Builder.Leaf(LeafKind.Parameter, parameter.Name, parameter.MemoryShape);
        var count = Limits.Text(Limits.Product(parameter.StandardShape));
        return Fail(
            DiagnosticCatalogue.TooLarge,
            null,
            $"the model {count} more parameters ('{name}', {string.Join(" × ", parameter.StandardShape)})",
            Limits.Text(Limits.Parameters) + " in all",
            "Use fewer units, or make the value that arrives smaller.");
    }

    /// <summary>Whole numbers times the factor of their output.</summary>
    private static Value Scaled(Value numbers, Value scale, ParameterInfo parameter)
    {
        var axis = parameter.Order.ToList().IndexOf(0);
        int[] sizes = [numbers.Shape[axis], .. Enumerable.Repeat(1, numbers.Shape.Rank - 1 - axis)];
        return numbers * scale.Reshape(Shape.Of(sizes));
    }

    /// <summary>
    /// The initialization of a weight. Auto is Kaiming if the activation behind the layer is ReLU-like, otherwise Xavier.
    /// </summary>
    public ParameterInit Weight(Init init, float scale, int fanIn, int fanOut) => init switch
    {
        Init.Zeros => ParameterInit.Zeros,
        Init.Normal => new ParameterInit("Normal", scale, fanIn, fanOut),
        Init.Kaiming => new ParameterInit("KaimingUniform", Math.Sqrt(2), fanIn, fanOut),
        Init.Auto when Tail.LeadsToReluLike(site.Behind) => new ParameterInit("KaimingUniform", Math.Sqrt(2), fanIn, fanOut),
        _ => new ParameterInit("XavierUniform", 1, fanIn, fanOut),
    };

    /// <summary>Reports a mistake on the layer's attribute, or on one of its arguments.</summary>
    /// <param name="descriptor">The kind of mistake; {0} is the layer, {1} the block it lies in.</param>
    /// <param name="argument">The parameter or property, or null.</param>
    /// <param name="message">The message's arguments from {2} on.</param>
    /// <returns>Null, so that a layer can return it.</returns>
    public Value? Fail(DiagnosticDescriptor descriptor, string? argument, params string[] message) =>
        FailAt(descriptor, argument, -1, [], message);

    /// <summary>The same, with ways to mend it.</summary>
    public Value? Fail(DiagnosticDescriptor descriptor, string? argument, Fix[] fixes, params string[] message) =>
        FailAt(descriptor, argument, -1, fixes, message);

    /// <summary>The same, on one element of an array argument.</summary>
    public Value? FailAt(DiagnosticDescriptor descriptor, string? argument, int element, Fix[] fixes, params string[] message)
    {
        pipeline.Report(site, descriptor, argument, element, fixes, message);
        return null;
    }

    /// <summary>Reports a mistake in the user's function, where it stands.</summary>
    public Value? Fail(FormulaProblem problem)
    {
        pipeline.Report(site, problem);
        return null;
    }

    /// <summary>A fix that changes an argument; none if it takes its value from <c>Arg</c>, where the value must fit every use.</summary>
    /// <param name="argument">The parameter or property.</param>
    /// <param name="expression">The new value, in C#.</param>
    /// <param name="element">Which element of an array argument, or -1 for the whole argument.</param>
    public Fix[] Change(string argument, string expression, int element = -1) =>
        site.Step.TakesFromUse(argument) ? [] : [Fix.Change(Location.At(argument, element), expression)];

    /// <summary>Whether a value is small enough; reported if not.</summary>
    public bool Fits(Shape shape)
    {
        var axes = shape.IsBatched ? shape.Rank - 1 : shape.Rank;
        if (axes <= Limits.Axes) return Limits.ElementsOf(shape) <= Limits.SampleElements || Fits(Limits.ElementsOf(shape), shape.Display);
        Fail(
            DiagnosticCatalogue.TooLarge, null, $"a value with {Limits.Plain(axes)} axes", Limits.Plain(Limits.Axes),
            "Drop axes of size one, or flatten some of them.");
        return false;
    }

    /// <summary>Whether a value of so many elements a sample is small enough; reported if not.</summary>
    public bool Fits(long elements, string shape) => pipeline.Fits(site, elements, shape);

    /// <summary>Whether a table of constants can be added to the others; reported if not.</summary>
    public bool FitsTable(TableFormula table)
    {
        if (pipeline.AddTable(table)) return true;
        Fail(
            DiagnosticCatalogue.TooLarge,
            null,
            $"the model a table of {Limits.Text(Limits.Padded(table.Sizes))} numbers more, its rows padded to whole vectors",
            Limits.Text(Limits.TableNumbers) + " in all",
            "Use a smaller factor, or make the value that arrives smaller.");
        return false;
    }

    /// <summary>Whether a value may have so many parts with operations of their own; reported if not.</summary>
    public bool FitsPieces(int count, string pieces, string argument, string advice)
    {
        if (count <= Limits.Pieces) return true;
        Fail(DiagnosticCatalogue.TooLarge, argument, $"{Limits.Text(count)} {pieces}", Limits.Text(Limits.Pieces), advice);
        return false;
    }

    /// <summary>Whether the gradient of a window has few enough contractions; reported if not.</summary>
    /// <param name="axes">For each axis: the positions and the taps, and the distances between them.</param>
    public bool FitsPhases(IEnumerable<(int Positions, int Taps, int Stride, int Dilation)> axes)
    {
        // The larger letter is solved for: see <see cref="Ops.ContractGradient"/>.
        var phases = Limits.Product(axes.Where(a => a.Taps > 1).Select(a => a.Positions >= a.Taps ? a.Stride : a.Dilation));
        if (phases <= Limits.Phases)
            return true;
        Fail(
            DiagnosticCatalogue.TooLarge,
            null,
            $"steps of {Limits.Text(phases)} phases, each with a sum of its own",
            Limits.Text(Limits.Phases),
            "Use a smaller stride or dilation.");
        return false;
    }

    /// <summary>The number of a new stream of random numbers; null, reported, if there are too many.</summary>
    public int? NextRandomStream()
    {
        if (pipeline.NextRandomStream() is { } stream)
            return stream;
        Fail(
            DiagnosticCatalogue.TooLarge,
            null,
            $"the model {Limits.RandomStreams + 1} layers that draw random numbers",
            Limits.Text(Limits.RandomStreams),
            "Use fewer of them.");
        return null;
    }

    /// <summary>Names a value in the scope: the current one, or one that needs no input.</summary>
    public void Define(string name, Value value, string origin)
    {
        _call = pipeline.Call(site, PassesOn(value) ? [current!.Value.Source] : [], value.Shape);
        site.Scope.Define(name, new Flow(value, origin, _call));
    }

    /// <summary>Makes a named value the current one.</summary>
    public Value Continue(Flow found)
    {
        Origin = found.Origin;
        _call = pipeline.Call(site, [found.Source], found.Value.Shape);
        return found.Value;
    }

    /// <summary>The layer's result, on its way to the next.</summary>
    public Flow Result(Value value)
    {
        if (!PassesOn(value))
            return new Flow(
                value,
                Origin ?? site.Display,
                _call ?? pipeline.Call(site, HasCurrent ? [current!.Value.Source, .. _found] : _found, value.Shape));
        if (_found.Count > 0 && _call is null)
            pipeline.Call(site, _found, value.Shape);
        return current!.Value with { Origin = Origin ?? CurrentOrigin };
    }

    /// <summary>The value with a name; null, reported, if there is none above.</summary>
    public Flow? Find(string? name, string argument, int element = -1)
    {
        if (name is not null && site.Scope.TryFind(name, out var flow))
        {
            if (site.Step.Layer is { TakesTokens: false } && TokensOf(flow.Value) is { } ids)
            {
                TokensAreNoNumbers(ids, argument, element);
                return null;
            }

            _found.Add(flow.Source);
            return flow;
        }

        var fixes = site
            .Scope.Candidates(name ?? "")
            .Select(known => Fix.Change(Location.At(argument, element), $"\"{known}\""))
            .ToArray();
        if (string.IsNullOrEmpty(name))
            FailAt(DiagnosticCatalogue.InvalidName, argument, element, fixes, LayerNames.Quoted(name), "skip");
        else
            FailAt(DiagnosticCatalogue.UnknownName, argument, element, fixes, name!, site.Scope.Suggestion(name!));
        return null;
    }

    /// <summary>Whether ids arrive at a layer that cannot look anything up by them; reported if so.</summary>
    public bool RefusesTokens()
    {
        if (site.Step.Layer is { TakesTokens: true } || !HasCurrent || Tokens is not { } ids) return false;
        TokensAreNoNumbers(ids, null, -1);
        return true;
    }

    private void TokensAreNoNumbers(LeafOp ids, string? argument, int element) =>
        FailAt(
            DiagnosticCatalogue.TokensAreNoNumbers,
            argument,
            element,
            argument is null ? [Fix.InsertBefore(Location, "Embedding(32)")] : [],
            ids.LeafName == InputWiring.DefaultName ? "the input" : $"the input '{ids.LeafName}'",
            Limits.Text(ids.Values));

    private static LeafOp? TokensOf(Value value) => value.Node.Op as LeafOp is { Kind: LeafKind.Tokens } ids ? ids : null;

    public void AddInput(string name, Value value) => pipeline.AddInput(new NamedValue(name, value));

    /// <summary>Whether the output's name was new.</summary>
    public bool AddOutput(string name, Value value) => pipeline.AddOutput(new NamedValue(name, value));

    private bool PassesOn(Value value) => HasCurrent && value.Node == Current.Node;
}
