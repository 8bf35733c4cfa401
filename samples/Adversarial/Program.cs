using Adversarial;
using ModelGen.Data;
using Samples;

string[] parts = ["attack", "domains"];
string help = ClothesOptions.Help(
    "Attacks a classifier of clothes by its own gradients, and takes one to images\nof another kind without labels.", "Adversarial", parts);
return CommandLine.Run(args, help, () => Run(ClothesOptions.Parse(args, parts)));

static void Run(ClothesOptions options)
{
    (Dataset<int> training, Dataset<int> test) = options.Load();
    Console.WriteLine($"{training.Count} images to learn from, {test.Count} of the test");
    foreach (string part in options.Parts)
    {
        Console.WriteLine();
        if (part == "attack") Attacks.Run(training, test, options);
        else Domains.Run(training, test, options);
    }
}
