using System.Reflection;

namespace ModelGen.Compiler.Diagnostics;

/// <summary>Every mistake the compiler reports, one line each. An id is never used again for something else.</summary>
/// <remarks>
/// In messages about a class, {0} is the class. In messages about an attribute, {0} is the attribute, such as <c>[Dense] 'dense2'</c>,
/// and {1} names the use of the block that it is in, or is empty.
/// </remarks>
public static class DiagnosticCatalogue
{
    // MG0001…: the class.
    public static readonly DiagnosticDescriptor
        NotPartial = new("MG0001", "A model class must be partial", "'{0}' is not partial, so the compiler cannot add its half of the "
            + "class. Write 'partial class {0}'."),
        ContainerNotPartial = new("MG0002", "A type around a model must be partial", "'{0}' is nested in a type that is not partial. Make "
            + "every type around '{0}' partial, or move '{0}' out of it."),
        UnsupportedClass = new("MG0003", "A model must be an ordinary class", "'{0}' is {1}; a model must be an ordinary class of which "
            + "objects can be made. {2}"),
        BaseClass = new("MG0004", "A model has no base class", "'{0}' derives from '{1}', whose members could collide with the generated "
            + "ones. Remove the base class; a model can hold a '{1}' in a field, or implement interfaces."),
        CollidingMember = new("MG0005", "A member has the name of a generated one", "'{0}' declares '{1}', a name that the generated half "
            + "of the class needs. Give your member another name."),
        SplitAttributes = new("MG0006", "Layers on several declarations", "The layers of '{0}' stand on {1} declarations of the partial "
            + "class, and C# defines no order between those. Move all of them to one declaration."),

        RequiredMember = new("MG0007", "A required member", "'{0}' declares the required member '{1}', which generated code cannot give a "
            + "value when it makes an object, as Load does. Remove 'required', and give '{1}' a value to begin with."),
        OldLanguage = new("MG0008", "A version of C# that is too old", "'{0}' is compiled as C# {1}, but its generated half needs C# {2} "
            + "or later. Remove LangVersion from the project, since .NET 10 has C# 14 by default, or set it to {2} at least."),

        NoTraining = new("MG0009", "A framework without training", "'{0}' is trained, which needs .NET 10, but it is compiled for {1}. Set "
            + "TargetFramework to net10.0; or give '{0}' weights, since a model that only predicts runs there, too: "
                + "[Model(Weights = \"net.safetensors\")]."),

        // MG0010…: what a model is made of.
        NoInput = new("MG0010", "No input", "'{0}' has no input. Begin with the shape of one sample, such as [Input(64)] for 64 numbers or "
            + "[Input(1, 28, 28)] for a grey image."),
        NoLayers = new("MG0011", "No layers", "'{0}' has no layers between its input and its loss. Add at least one, such as [Dense(10)]."),
        NoLoss = new("MG0012", "No loss", "'{0}' has no loss, so it could not be trained. Add one after the last layer: "
            + "[SoftmaxCrossEntropy] to tell classes apart, [MeanSquaredError] to predict numbers."),
        SeveralLosses = new("MG0013", "Several losses", "{0} is a second loss of the model's output, after {2}. Remove one of them; "
            + "or, to minimise their weighted sum, say of which value it is or with which weight it counts: Of = \"…\", Weight = 0.3."),
        NoOptimizer = new("MG0014", "No optimizer", "'{0}' has no optimizer, so it could not be trained. Add one after the loss; "
            + "[Adam(1e-3f)] is a good start."),
        SeveralOptimizers = new("MG0015", "Several optimizers", "{0} is a second optimizer, after {2}; a model has exactly one. Remove one "
            + "of them."),
        BehindTheEnd = new("MG0016", "A layer after the loss or the optimizer", "{0} stands after {2}, where the model has ended: "
            + "attributes are read from top to bottom. Move {2} below it."),
        BeforeInput = new("MG0017", "A layer before the input", "{0} stands before the first [Input], so there is no value it could work "
            + "on: attributes are read from top to bottom. Move the [Input] above it."),
        InputNeedsName = new("MG0018", "One of several inputs has no name", "'{2}' has {3} inputs, and this one has no name. With several "
            + "inputs each needs one, such as [{6}({4}, Name = \"{5}\")]."),
        NothingToLearn = new("MG0019", "Nothing to learn", "No layer of '{0}' has parameters, so there is nothing to train. Add a layer "
            + "that learns, such as [Dense(10)]."),

        // MG0030…: arguments and names.
        ArgumentOutOfRange = new("MG0030", "An argument is out of range", "{0}: '{2}' is {3}, but it must be {4}.{1}"),
        NothingGiven = new("MG0031", "An argument is missing", "{0} needs at least one {2}, such as {3}.{1}"),
        InvalidName = new("MG0032", "Not a valid name", "{0}: {2} is not a valid name. A name begins with a letter or an underscore and "
            + "goes on with letters, digits and underscores, such as \"{3}\".{1}"),
        DuplicateName = new("MG0033", "A name is used twice", "{0}: the name '{2}' is taken by {3}. Names must be unique within a model or "
            + "block: choose another one.{1}"),
        ReservedName = new("MG0034", "A reserved name", "{0}: the name '{2}' is reserved for {3}. Choose another one.{1}"),
        UnknownName = new("MG0035", "No value has this name", "{0}: no value above it is called '{2}'.{3}{1}"),
        UnreadableArguments = new("MG0036", "Arguments that do not fit", "{0} cannot be read: its arguments fit none of its "
            + "constructors.{1}"),
        CircularConstant = new("MG0037", "A constant that depends on itself", "{0}: the value of '{2}' depends on this model itself ({3}), "
            + "so it can never be known. Write a number.{1}"),

        BatchInShape = new("MG0038", "The batch in the shape of an input", "{0} states the shape of one sample: how many there are in a "
            + "batch is no part of it, and follows from the lengths that are passed. Write [Input({2})].{1}"),

        // MG0050…: blocks.
        NotABlock = new("MG0050", "Not a block", "{0}: '{2}' is not a block. {3}{1}"),
        RecursiveBlock = new("MG0051", "A block that contains itself", "{0} puts '{2}' into itself ({3}), which would never end. Use "
            + "another block here; to stack copies, write [Repeat<{2}>(n)] outside of it."),
        EmptyBlock = new("MG0052", "A block without layers", "{0}: the block '{2}' has no layers. Give it at least one, such as "
            + "[Dense(16)].{1}"),
        MissingBlockArgument = new("MG0053", "A block argument is missing", "{0}: '{2}' uses {3}, so it takes {4}, but {5} given. Write "
            + "them in parentheses: [{6}]."),
        SurplusBlockArgument = new("MG0054", "Too many block arguments", "{0}: '{2}' {3}, but {4} given. Remove what it does not use."),
        ArgOutsideBlock = new("MG0055", "Arg outside a block", "{0}: '{2}' is Arg.{3}, which has a value only in a class marked with "
            + "[Block]. Write a number."),
        NotInBlock = new("MG0056", "Not in a block", "{0} cannot stand in a block: {2}. Remove it, or move it to the model that uses "
            + "'{3}'.");

    // MG0060…: weights of models that only predict.
    public static readonly DiagnosticDescriptor
        NoSuchWeights = new("MG0060", "No such weights", "'{0}' takes its weights from '{1}', a file that the project does not list. {2}"),
        SeveralWeights = new("MG0061", "Several files of weights", "'{0}' is given {1} files of weights: {2}. {3}"),
        NotWeights = new("MG0062", "Not a file of weights", "The weights of '{0}' cannot be read from '{1}': {2}"),
        WeightsDoNotFit = new("MG0063", "Weights that do not fit", "The weights in '{1}' do not fit '{0}'. {2}"),
        OtherArchitecture = new("MG0064", "Weights of another architecture", "The weights in '{1}' were saved by a model that computes "
            + "something else than '{0}': its layer {2} is {3}, and here it is {4}. Make the layers equal, or train '{0}' and save its "
                + "weights."),
        WeightsForNoModel = new("MG0065", "Weights for no model", "The project lists '{0}' as the weights of the model '{1}', and there is "
            + "no such model. {2}"),
        WeightsTooLarge = new("MG0066", "Weights too large for their storage", "'{0}' keeps its weights as {1}, which holds magnitudes up "
            + "to {2}; '{4}' has larger ones in {3}. {5}, or train with weight decay."),
        StorageOfWholeNumbers = new("MG0067", "Storage that does not suit the arithmetic", "'{0}' computes with Arithmetic.Int8, which "
            + "needs weights of 8 bits, and keeps them as {1}. Write Storage = Storage.Int8, or leave 'Storage' out: it is chosen then."),
        NothingInWholeNumbers = new("MG0068", "Nothing to compute in whole numbers", "'{0}' computes with Arithmetic.Int8, which is about "
            + "Dense, Conv1D and Conv2D without groups and without normalized weights, and has no such layer. Leave 'Arithmetic' out, and "
                + "write Storage = Storage.Int8 for small weights.");

    // MG0070…: lengths of samples.
    public static readonly DiagnosticDescriptor
        LengthsTwice = new("MG0070", "Lengths declared twice", "{0}: the samples of a model have one length each, and there is a [Lengths] "
            + "before. Remove it.{1}");

    // MG0071…: the model's own method Forward.
    public static readonly DiagnosticDescriptor
        LayerInFunction = new("MG0071", "A layer inside a function", "{0}: '{2}' {3}{1}"),
        StateInForward = new("MG0072", "Not a layer", "{0}: '{2}' is the whole model, made of layers, and '{3}' is part of one. Write it "
            + "in a method of its own, which takes a Tensor, and call that here.{1}");

    // MG0073…: of use. The compiler reports them where a member is used that the model cannot have.
    public static readonly DiagnosticDescriptor
        NotCausal = new("MG0073", "A model that cannot run step by step", "'{0}' cannot run step by step: {1} {2}. Use Predict on whole "
            + "sequences, or declare a model in which no step depends on later ones.");

    // MG0074…: what Forward and attributes say together.
    public static readonly DiagnosticDescriptor
        LayersTwice = new("MG0074", "Layers declared twice", "{0}: '{2}' declares the layers of the model, and so do its attributes, from "
            + "{3} on. Keep one of them: remove the method or give it another name, or remove the layer attributes.{1}"),
        ForwardInputs = new("MG0075", "A method that does not take the inputs", "{0}: '{2}' {3}{1}");

    // MG0077…: the user's functions.
    public static readonly DiagnosticDescriptor
        NoSuchFunction = new("MG0077", "Not a method that can be applied", "{0} cannot apply '{2}': {3}{1}"),
        FunctionElsewhere = new("MG0078", "A method whose source is elsewhere", "{0} reads the source of '{2}' while compiling, but "
            + "{3}{1}");

    // MG0079…: weights in losses.
    public static readonly DiagnosticDescriptor
        ClassWeightCount = new("MG0079", "Not a weight for each class", "{0} has {2} in 'ClassWeights', and the output has {3} classes. "
            + "Give {3} numbers, in the order of the labels: 1 for classes that count as usual.{1}");

    // MG0080…: frozen layers.
    public static readonly DiagnosticDescriptor
        EverythingFrozen = new("MG0080", "Every layer is frozen", "{0} is the last layer of '{2}' that is frozen, and no other has "
            + "parameters, so there is nothing to train. Leave one that learns, such as a new [Dense(10)] at the end.{1}");

    // MG0081…: what stands in the user's functions.
    public static readonly DiagnosticDescriptor
        NotAnOperation = new("MG0081", "Not an operation", "{0} reads this method while compiling, and {2} is no operation. {3}{1}"),
        FunctionCallsItself = new("MG0082", "A function that calls itself", "{0} reads this method while compiling, and the call of '{2}' "
            + "leads back to it ({3}), which would never end. Write a loop with a bound that is known.{1}"),
        CapturedState = new("MG0083", "A value that is not known while compiling", "{0} reads this method while compiling, when '{2}' has "
            + "no value yet. Write a constant, hand it over as a parameter, or let the layer learn it: Parameter(\"{2}\", shape, "
                + "Init.Zeros).{1}"),
        FunctionTooLong = new("MG0084", "A function that takes too long", "{0}: '{2}' {3} while compiling. Loops run then, so give them "
            + "fewer iterations, and an end.{1}");

    // MG0085…: states from batch to batch.
    public static readonly DiagnosticDescriptor
        StatefulBothWays = new("MG0085", "A state that is known too late", "{0} is both stateful and bidirectional, but its second "
            + "direction begins at the last step, where the batch before has left no state. Remove 'Stateful' or 'Bidirectional'.{1}");

    // MG0086…: gradients of the user's functions.
    public static readonly DiagnosticDescriptor
        NotAGradient = new("MG0086", "Not the gradient of a function", "{0} applies '{2}', and '{3}' cannot be its gradient: {4}{1}");

    // MG0087…: functions of other assemblies.
    public static readonly DiagnosticDescriptor
        DamagedFunction = new("MG0087", "A function of another assembly that cannot be read", "{0} applies '{2}', whose formula in the "
            + "assembly '{3}' {4}{1}"),
        CannotShare = new("MG0088", "A function that other assemblies cannot use", "{0} is to make '{2}' usable in other assemblies, but "
            + "{3}{1}");

    // MG0094…: more of functions.
    public static readonly DiagnosticDescriptor
        FunctionTooDeep = new("MG0094", "A function that is too deep", "{0}: '{2}' {3}. Write shorter expressions: assign parts of them to "
            + "locals.{1}");

    // MG1001…: shapes.
    public static readonly DiagnosticDescriptor
        ShapesDiffer = new("MG1001", "Shapes that do not match", "{0} needs equal shapes, but the current value has shape {2} (from {3}), "
            + "and '{4}' has shape {5} (from {6}). {7}{1}"),
        CannotConcat = new("MG1002", "Shapes that cannot be joined", "{0} joins along the first axis, so all other axes must be equal. The "
            + "current value has shape {2} (from {3}), but '{4}' has shape {5} (from {6}). Make them equal above, with {7}.{1}"),
        CannotReshape = new("MG1003", "A reshape that gains or loses elements", "{0} gets shape {2} (from {3}), which is {4}, but {5}. "
            + "{6}{1}"),
        NotTheShape = new("MG1004", "Not the shape that was stated", "{0} states {2}, but the value here has shape {3} (from {4}). Correct "
            + "the statement, or the layer before it.{1}"),
        CannotGroup = new("MG1005", "Features that do not divide into groups", "{0} gets shape {2} (from {3}), whose {4} cannot be divided "
            + "into groups of {5}. {6}{1}"),
        CannotProject = new("MG1006", "A residual that does not fit its input", "{0} adds the output of its block, of shape {2} (from "
            + "{3}), to its input, of shape {4} (from {5}). A learned projection can change only the last axis of a vector or a sequence, "
                + "and channels and stride of an image: give the block's output {6}.{1}"),
        BranchesDiffer = new("MG1007", "Branches that cannot be joined", "{0} joins the outputs of its branches along the first axis, so "
            + "all other axes must be equal, but '{2}' gives shape {3} and '{4}' gives shape {5}. Make them equal at the end of one block, "
                + "with {6}.{1}"),
        NoClasses = new("MG1008", "A loss that needs scores for classes", "{0} compares integer labels with one score for each class, so "
            + "it needs an output of shape [classes], or [positions, classes] for a sequence, with at least 2 classes; it gets shape {2} "
                + "(from {3}). {4}{1}"),
        TooLarge = new("MG1009", "Too large", "{0} gives {2}, but the compiler takes at most {3}. {4}{1}"),
        NotAnImage = new("MG1010", "Not an image", "{0} needs {2}, but gets shape {3} (from {4}). {5}{1}"),
        WindowTooLarge = new("MG1011", "A window larger than the value", "{0} has a window of {2}, but the value that arrives, of shape "
            + "{4} (from {5}), has only {3} there, padding included. Make the window smaller, or add padding.{1}"),
        CannotDivide = new("MG1012", "Groups that do not divide the channels", "{0}: 'Groups' is {2}, which must divide the {3} channels "
            + "that arrive (shape {4}, from {5}) and the {6} filters. Such a number is {7}.{1}"),
        NothingLeft = new("MG1013", "Nothing left", "{0} removes {2} of {3}, so that nothing is left (it gets shape {4}, from {5}). "
            + "Remove less.{1}"),
        WrongAxes = new("MG1014", "An order of other axes", "{0} orders {2}, but the value that arrives has {3} (shape {4}, from {5}). "
            + "Name each axis once, counted from 0 without the batch, such as [Permute({6})].{1}"),
        MissingFlatten = new("MG1015", "An image that is not flattened", "{0} gets an image of shape {2} (from {3}) and works along its "
            + "last axis only, so that what reaches {4} is of shape {5}, which are no scores for classes. Add [Flatten] before it.{1}"),
        ChannelsLast = new("MG1016", "An image with its channels last", "{0}: the shape of an image is channels, height, width, so these "
            + "are {2} channels of {3} × {4}, on which {5} cannot work. Write [Input({6})] for an image of {2} × {3} with {7}, and pass "
                + "the numbers in that order.{1}");

    // MG1020…: shapes that a normalization needs.
    public static readonly DiagnosticDescriptor
        CannotNormalize = new("MG1020", "Nothing to normalize over", "{0} {2}, but it gets shape {3} (from {4}). {5}{1}"),
        UnevenGroups = new("MG1021", "Channels that do not divide into groups", "{0} gets shape {2} (from {3}), whose {4} cannot be "
            + "divided into {5}. {6}{1}");

    // MG1030…: sequences.
    public static readonly DiagnosticDescriptor
        TokensAreNoNumbers = new("MG1031", "Ids used as numbers", "{0} gets the ids of {2}, which are names and no measurements: what "
            + "reads them is an [Embedding], with a learned vector for each of the {3}. Add one before it.{1}"),
        NoTokens = new("MG1032", "An embedding of something else than ids", "{0} needs ids, as [Tokens] declares them, but gets numbers of "
            + "shape {2} (from {3}). {4}{1}"),
        NotASequence = new("MG1033", "Not a sequence", "{0} needs a sequence, of shape [time, features], but gets shape {2} (from {3}). "
            + "{4}{1}"),
        UnevenHeads = new("MG1034", "Features that do not divide into heads", "{0} gets shape {2} (from {3}), but {4}. {5}{1}"),
        NotAVector = new("MG1035", "Not a vector", "{0} needs a vector, of shape [features], but gets shape {2} (from {3}). {4}{1}"),
        PaddedLoss = new("MG1036", "A loss over steps that do not count", "{0} takes the mean over all {2} steps of shape {3}, those "
            + "behind a sample's length included. Take one vector with [LastStep], or write [SoftmaxCrossEntropy], which heeds lengths."
            + "{1}"),
        MaskDoesNotFit = new("MG1040", "A mask that does not fit", "{0}: the mask has shape {2} (from {3}); it must be {4}, for each step "
            + "what it sees, or {5}, what all of them see.{1}");

    // MG1044…: shapes in the user's functions.
    public static readonly DiagnosticDescriptor
        FunctionShapes = new("MG1044", "Shapes that do not fit each other in a function", "{0}: here '{2}' {3}{1}"),
        FunctionArgument = new("MG1045", "An axis or a size that does not exist in a function", "{0}: here '{2}' {3}{1}"),
        FunctionReshape = new("MG1046", "A reshape in a function that gains or loses elements", "{0}: here '{2}' {3}{1}"),
        FunctionProduct = new("MG1047", "A product in a function that does not fit", "{0}: here '{2}' {3}{1}"),
        FunctionResult = new("MG1048", "A function without a result", "{0}: the result of '{2}' {3}{1}"),
        FunctionParameter = new("MG1049", "A parameter in a function that cannot be made", "{0}: '{2}' makes a parameter here, and {3}{1}");

    // MG1050…: shapes of the targets of several losses.
    public static readonly DiagnosticDescriptor
        TargetOfTwoForms = new("MG1050", "A target that two losses need in two forms", "{0} compares with {2}, and calls that '{3}' as {4} "
            + "does, which compares with {5}. Give it a name of its own: Target = \"…\".{1}");

    // MG1051…: windows, buffers and random numbers in the user's functions.
    public static readonly DiagnosticDescriptor
        FunctionWindow = new("MG1051", "A window in a function that does not fit", "{0}: here '{2}' {3}{1}"),
        FunctionState = new("MG1052", "A buffer or a random number in a function that cannot be used", "{0}: '{2}' {3}{1}"),
        GradientShape = new("MG1053", "A gradient of another shape", "{0}: the gradient '{2}' {3}{1}");

    // MG1056…: second derivatives.
    public static readonly DiagnosticDescriptor
        PenaltyAcrossSamples = new("MG1056", "A penalty of gradients through statistics of the batch", "{0} normalizes with statistics of "
            + "the batch, so the output for one sample depends on the others, and [GradientPenalty] cannot ask for the gradient of one. "
            + "Use [LayerNorm], [InstanceNorm] or [GroupNorm], which see one sample, or Frozen = true.{1}"),
        PenaltyWithoutInput = new("MG1057", "A penalty of gradients without an input of numbers", "{0} is about gradients in inputs, and "
            + "the model has no input of numbers: none flows into ids. Remove it, or use an [Input].{1}");

    // MG2001…: likely mistakes, of the output and the loss.
    public static readonly DiagnosticDescriptor
        SoftmaxTwice = new("MG2001", "A softmax before a loss that applies it", "{0} stands before [SoftmaxCrossEntropy], which applies "
            + "the softmax itself. Applied twice, none of {2} classes can get a probability above {3}, and the model learns slowly. Remove "
                + "it; or write [CrossEntropy] instead of [SoftmaxCrossEntropy], if Predict is to give probabilities.{1}",
            Severity.Warning),
        SigmoidTwice = new("MG2002", "A sigmoid before a loss that applies it", "{0} stands before [BinaryCrossEntropy], which applies the "
            + "sigmoid itself. Applied to what comes out of this layer, it can give no probability below {2} and none above {3}. Remove "
                + "this layer.{1}", Severity.Warning),
        LimitedScores = new("MG2003", "An activation that limits scores", "{0} stands before {2}, which needs numbers of any sign and "
            + "size: {3}. Remove it.{1}", Severity.Warning),
        LogOfScores = new("MG2004", "A cross-entropy without probabilities", "{0} takes the logarithm of probabilities, but the results of "
            + "{2} {3}. Write [SoftmaxCrossEntropy], which makes probabilities itself, or end the model with [Softmax].{1}",
            Severity.Warning),
        SoftmaxOfOne = new("MG2005", "A softmax of one number", "{0} gets shape {2}, and the softmax of one number is always 1: nothing "
            + "before it can learn. {3}.{1}", Severity.Warning),
        ReluAtTheEnd = new("MG2006", "A ReLU as the last layer of a regression", "{0} is the last layer before {2}: the result can never "
            + "be negative, and where it is 0, nothing is learned from the error. Remove it, or write [Softplus] if results must be "
                + "positive.{1}", Severity.Warning),
        ClassesAsNumbers = new("MG2007", "Classes compared as numbers", "{0} compares the probabilities of {2} as if they were "
            + "measurements: where the model is sure and wrong, it learns next to nothing. To tell classes apart, write [CrossEntropy], "
                + "with integer labels.{1}", Severity.Info);

    // MG2010…: of layers and activations.
    public static readonly DiagnosticDescriptor
        MissingActivation = new("MG2010", "No activation between two dense layers", "The result of {0} goes into {2} without an activation "
            + "between them, so the two can learn no more than one [Dense] could. Add an activation between them, such as [Relu]. (If you "
                + "want a bottleneck that saves weights, write UseBias = false on the first, narrower one.){1}", Severity.Warning),
        IdleActivation = new("MG2011", "An activation without effect", "{0} changes nothing: what arrives (from {2}) is never negative, "
            + "and it leaves such numbers as they are. Remove it.{1}", Severity.Warning),
        DenseOnImage = new("MG2012", "A dense layer on an image", "{0} gets an image of shape {2} and works along its last axis only: on "
            + "each of {3} rows of {4} numbers by itself. Add [Flatten] before it, so that it sees the whole image.{1}", Severity.Warning),
        LinearResidual = new("MG2013", "A residual without an activation", "{0} adds the result of {2} to what went into it, with no "
            + "activation on the way, so it can learn no more than a [{4}] in its place could. Add an activation to the block '{3}', such "
                + "as [Relu] before the layer.{1}", Severity.Info),
        ZeroWeights = new("MG2014", "A hidden layer that starts at zero", "{0} is a hidden layer whose weights all start at zero, so that "
            + "all its results are the same for every sample: {2}. Remove 'Init = Init.Zeros'; the default suits the activation behind the "
                + "layer.{1}", Severity.Warning),
        IdleInitScale = new("MG2015", "InitScale without effect", "{0}: 'InitScale' belongs to Init.Normal and has no effect on Init.{2}. "
            + "Add 'Init = Init.Normal', or remove it.{1}", Severity.Warning),
        UnreadEdge = new("MG2016", "A window that never reads the edge", "{0} never reads {2} of the value that arrives "
            + "(shape {3}): its stride leaves a remainder there. {4}.{1}", Severity.Info),
        LikelyChannelsLast = new("MG2017", "An image that seems to have its channels last", "{0}: the shape of an image is channels, "
            + "height, width, so these are {2} channels of {3} × {4}, on which {5} works. Write [Input({6})] if you mean an image of {2} × "
                + "{3} with {7}, and pass the numbers in that order.{1}", Severity.Warning),
        ZeroDirections = new("MG2018", "A normalized weight that starts at zero", "{0} divides its weight by {2}, which is 0 as long as "
            + "the weight is: its results are NaN from the start. Remove 'Init = Init.Zeros'; the default suits the activation behind the "
                + "layer.{1}", Severity.Warning);

    // MG2020…: of dropout.
    public static readonly DiagnosticDescriptor
        DropoutAtTheEnd = new("MG2020", "Dropout behind the last layer", "{0} stands behind the last layer with weights: in training it "
            + "sets results themselves to zero at random, which {2} takes for mistakes of the model. Move it before the last layer, or "
                + "remove it.{1}", Severity.Warning),
        HighDropout = new("MG2021", "Dropout of nearly everything", "{0} sets {2} of the values to zero: the rate is the share that is "
            + "dropped, not the share that is kept. Usual rates are 0.1f to 0.5f; write {3} perhaps.{1}", Severity.Warning),
        DropoutTwice = new("MG2022", "Dropout twice in a row", "{0} works on the result of {2}: together they drop {3}. Remove one of them "
            + "and give the other the rate you want.{1}", Severity.Warning);

    // MG2030…: of names and wiring.
    public static readonly DiagnosticDescriptor
        UnusedName = new("MG2030", "A name that nothing uses", "{0}: nothing uses the name '{2}'{3}. Use it below, as in [Add(\"{2}\")], "
            + "or remove {4}.{1}", Severity.Warning),
        UnusedValue = new("MG2031", "A result that nothing uses", "{0}: nothing uses {2}, because {3} makes another value the current one. "
            + "{4}.{1}", Severity.Warning),
        UntrainedOutput = new("MG2032", "An output that is never trained", "{0}: no loss trains {2}: used by this output alone, {5} {3} "
            + "the initial weights. Give the output a loss, Of = \"{4}\"; let the pipeline go on from '{4}'; or remove the output.{1}",
            Severity.Warning);

    // MG2040…: of optimizers.
    public static readonly DiagnosticDescriptor
        LearningRate = new("MG2040", "A learning rate out of range", "{0}: a learning rate of {2} is too {3}: {4}. A good start is "
            + "{5}.{1}", Severity.Warning),
        StrongDecay = new("MG2041", "Weight decay that erases the weights", "{0}: learning rate and weight decay together take {2} of "
            + "every weight in each step, and the model forgets faster than it learns. A usual weight decay is {3}.{1}", Severity.Warning),
        SwappedMoments = new("MG2042", "Beta1 and Beta2 the wrong way round", "{0}: Beta1 is {2} and Beta2 is {3}, but the mean of the "
            + "squares (Beta2) must be the slower one, or training may diverge. The defaults are 0.9f and 0.999f.{1}", Severity.Warning),
        IdleSchedule = new("MG2043", "A schedule that never begins", "{0} begins when {2} above it ends, and that has no end. Remove one "
            + "of them, or put {0} above.{1}", Severity.Warning),
        IdleFreezing = new("MG2044", "Frozen without effect", "{0} has no parameters, so 'Frozen' changes nothing. Remove it.{1}",
            Severity.Warning);

    // MG2050…: of normalizations.
    public static readonly DiagnosticDescriptor
        IdleBias = new("MG2050", "A bias that a normalization removes", "{0} adds a bias to each {2}, and {3} behind it "
            + "subtracts the mean of each, and the bias with it, so the bias has no effect. Write UseBias = false.{1}", Severity.Warning),
        NormalizedOutput = new("MG2051", "A batch normalization as the last layer", "{0} is the last layer before {2}, so in training the "
            + "result for one sample depends on the others in its batch, and in prediction on none. Remove it, or move it before the last "
                + "layer with weights.{1}", Severity.Warning);

    // MG3001…: budgets and targets.
    public static readonly DiagnosticDescriptor
        OverBudget = new("MG3001", "Over budget", "{0}: {2}, {3} more than the {4} that '{5}' allows.{1} Most of it: {6}. {7}"),
        TooMuchCode = new("MG3010", "More code than is sensible", "'{0}' becomes about {1} lines of C#, which take long to build and to "
            + "start, because of {2} matrix products of different shapes. Layers of equal shapes share their code: give more of them the "
                + "same width, or stack copies of a block with [Repeat].", Severity.Warning);

    /// <summary>The page of a diagnostic.</summary>
    public static string HelpLink(string id) => $"https://github.com/modelgen/modelgen/blob/main/docs/diagnostics/{id}.md";

    /// <summary>All descriptors, in the order of the lines above.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } = typeof(DiagnosticCatalogue)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => field.FieldType == typeof(DiagnosticDescriptor))
        .Select(field => (DiagnosticDescriptor)field.GetValue(null)!)
        .ToArray();
}
